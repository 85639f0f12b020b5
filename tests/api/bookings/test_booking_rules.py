"""The council's rules: read with line numbers, in step with its pages, priced to the penny."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bookings.chat.answers import read_items, with_slot, write_items
from api.bookings.pages.money_and_dates import pence
from api.bookings.rules.lasting import last_day_of
from api.bookings.rules.load import FILE, load_bookings
from api.bookings.rules.price import in_pounds, price, shared_out
from api.bookings.rules.rules import BookingRules, FieldRule, ServiceRules
from api.settings import Settings
from knowledge.pack.facts import PLACE
from knowledge.pack.problems import PackError
from tests.support.bookings.counter import northbridge, pack

RULES = northbridge().services
BOOKABLE = {
    "bulky-waste", "garden-waste", "recycling-centre", "pest-control", "planning-pre-app", "birth-registration",
    "death-registration", "marriage-notice", "ceremonies", "citizenship-ceremony",
}  # fmt: skip
SMALL = """\
resources:
  crew: { title: Crew, units: 2 }
services:
  bulky-waste:
    title: Bulky waste
    fields:
      - { name: address, kind: address, label: Address, ask: 'Where?' }
      - { name: slot, kind: slot, label: Day, ask: 'When?' }
    slots:
      - { name: round, uses: [crew], times: ['07:00'], lasts: 30 minutes }
    price:
      - { rule: single, price: "{{ fee }}" }
    change: { notice: 2 working days }
    cancel: { notice: 2 working days }
"""


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    """What is wrong with a file, with lines."""
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_bookings(folder, {"fee": "£30"}, {"bulky-waste"})
    return [(problem.line, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("begun", "last"),
    [
        ("2026-04-01", "2027-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("2027-04-01", "2028-03-31"),
        ("2026-12-01", "2027-03-31"),
    ],
)
def test_a_subscription_ends_on_the_next_last_day_of_its_year(begun: str, last: str) -> None:
    assert last_day_of(RULES["garden-waste"], date.fromisoformat(begun)) == date.fromisoformat(last)
    assert last_day_of(RULES["bulky-waste"], date.fromisoformat(begun)) is None


def test_a_leap_day_ends_a_year_without_one_on_the_last_of_february() -> None:
    rules = RULES["garden-waste"].model_copy(update={"lasts_until": (2, 29)})
    assert last_day_of(rules, date(2026, 12, 1)) == date(2027, 2, 28)
    assert last_day_of(rules, date(2027, 12, 1)) == date(2028, 2, 29)


def test_what_has_slots_ends_on_no_day_of_the_year(tmp_path: Path) -> None:
    ((line, what),) = problems(tmp_path, SMALL + "    lasts_until: 31 March\n")
    assert (line, what) == (1 + SMALL.count("\n"), "What has slots ends with its slot: leave this out.")


def test_a_small_file_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(SMALL, encoding="utf-8")
    rules = load_bookings(tmp_path, {"fee": "£30"}, {"bulky-waste"})
    assert price(rules.services["bulky-waste"], {}).total == 3000
    assert load_bookings(tmp_path / "elsewhere", {}, ()) == BookingRules(services={})


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("units: 2", "units: none", 2, "integer"),
        ("  bulky-waste:", "  bulky-wast:", 4, "no service called"),
        ("uses: [crew]", "uses: [van]", 10, "no resource called `van`"),
        ("'07:00'", "'27:00'", 10, "time"),
        ("lasts: 30 minutes", "lasts: half an hour", 10, "write a period"),
        ("lasts: 30 minutes", "lasts: 2 working days", 10, "minutes or hours"),
        ("kind: slot", "kind: slott", 8, "slot"),
        ("rule: single", "rule: singel", 12, "singel"),
        ('"{{ fee }}"', "about £30", 12, "write money"),
        ("{{ fee }}", "{{ fees }}", 12, "no fact called"),
        ("rule: single,", "rule: single, when: { items: [a] },", 12, "No field above is called `items`"),
        ("    title: Bulky waste\n", "", 4, "missing"),
        ("    title:", "    colour: red\n    title:", 5, "nothing of this name"),
        ("kind: address", "kind: text", 6, "address"),
        ("    change: { notice", "    change: [ notice", 13, "YAML"),
    ],
)
def test_every_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, word: str) -> None:
    found = problems(tmp_path, SMALL.replace(old, new, 1))
    assert any(at == line and word in what for at, what in found), found


def test_the_council_takes_bookings_for_all_it_should() -> None:
    assert set(RULES) == BOOKABLE
    assert {service.slug for service in pack().services if service.slug in RULES} == BOOKABLE
    assert RULES["death-registration"].sombre
    assert RULES["death-registration"].fields[0].name == "contacted"


def test_fees_and_days_are_facts_and_the_pages_state_the_same_ones() -> None:
    text = (Settings(_env_file=None).council_pack / FILE).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        bare = PLACE.sub("", line)
        assert not re.search(r"£\d", bare), f"line {number} states a fee that is no fact"
    pages = " ".join(source.body + source.summary for source in pack().sources)
    used = {place.strip() for place in PLACE.findall(text)}
    stated = {place.strip() for place in PLACE.findall(pages)}
    assert used <= stated, used - stated


@pytest.mark.parametrize(
    ("service", "answers", "total"),
    [
        ("bulky-waste", {"items": "sofa=1"}, 3000),
        ("bulky-waste", {"items": "three-piece-suite=1,sofa=1"}, 6000),
        ("bulky-waste", {"items": "sofa=2", "concession": "yes"}, 2000),
        ("garden-waste", {"bins": "3", "new_bins": "2"}, 5800 + 2 * 4800 + 2 * 2500),
        ("pest-control", {"pest": "bed-bugs"}, 21600),
        ("pest-control", {"pest": "wasps", "concession": "yes"}, 3400),
        ("pest-control", {"pest": "rats-mice", "council_tenant": "yes", "inside": "yes"}, 0),
        ("pest-control", {"pest": "rats-mice", "council_tenant": "yes", "inside": "no"}, 7800),
        ("planning-pre-app", {"scheme": "one-home", "meeting": "yes"}, 9500 + 18000),
        ("planning-pre-app", {"scheme": "one-home", "disabled": "yes", "meeting": "yes"}, 0),
        ("marriage-notice", {"settled": "no", "people": "2"}, 11400),
        ("ceremonies", {"place": "room", "day": "saturday"}, 38000),
        ("ceremonies", {"place": "room", "day": "monday"}, 26000),
        ("citizenship-ceremony", {"ceremony": "group"}, 0),
    ],
)
def test_prices_are_the_pages_prices(service: str, answers: dict[str, str], total: int) -> None:
    assert price(RULES[service], answers).total == total


def test_a_deposit_is_paid_now_and_the_rest_later() -> None:
    cost = price(RULES["ceremonies"], with_slot({"place": "venue"}, None) | {"day": "friday"})
    assert (cost.total, cost.due, cost.deposit) == (68000, 6000, 6000)


def service(*rules: dict[str, object]) -> ServiceRules:
    """A service with these price rules and a number `n`."""
    field = FieldRule(name="n", kind="number", label="N", ask="N?")
    return ServiceRules.model_validate(
        {
            "title": "T",
            "fields": [field],
            "price": rules,
            "change": {"notice": "1 days"},
            "cancel": {"notice": "1 days"},
        }
    )


def test_bands_minimums_free_allowances_and_first_ones_free() -> None:
    banded = service({"rule": "banded", "field": "n", "bands": [{"up_to": 2, "price": "£5"}, {"price": "£9"}]})
    assert [price(banded, {"n": str(n)}).total for n in (0, 1, 2, 3, 50)] == [0, 500, 500, 900, 900]
    least = service({"rule": "per-item", "field": "n", "first": "£3", "each": "£2", "minimum": "£6"})
    assert [price(least, {"n": str(n)}).total for n in (0, 1, 2, 3)] == [0, 600, 600, 700]
    some = service({"rule": "per-item", "field": "n", "first": "£3", "each": "£2", "free": 2})
    assert [price(some, {"n": str(n)}).total for n in (1, 2, 3, 4)] == [0, 0, 300, 500]
    first = service({"rule": "single", "price": "£8"}, {"rule": "allowance", "bookings": 2})
    assert [price(first, {}, earlier).total for earlier in (0, 1, 2)] == [0, 0, 800]


@given(st.dictionaries(st.sampled_from(["sofa", "bed", "fridge"]), st.integers(0, 9)), st.booleans())
def test_more_never_costs_less_and_a_concession_never_costs_more(counts: dict[str, int], concession: bool) -> None:
    rules = RULES["bulky-waste"]
    value = write_items(counts)
    assert write_items(read_items(value)) == value
    more = write_items({**counts, "sofa": counts.get("sofa", 0) + 1})
    half = {"concession": "yes" if concession else "no"}
    full = price(rules, {"items": value}).total
    assert price(rules, {"items": value, **half}).total <= full <= price(rules, {"items": more}).total


@given(st.integers(0, 10**6))
def test_money_is_read_as_it_is_written(amount: int) -> None:
    assert pence(in_pounds(amount).replace(",", "")) == amount


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5000), max_size=5))
def test_a_refund_is_shared_out_to_the_penny_and_never_over(amount: int, paid: list[int]) -> None:
    payments = [(str(number), each) for number, each in enumerate(paid)]
    shares = shared_out(amount, payments)
    assert sum(part for _, part in shares) == min(amount, sum(paid))
    assert all(0 < part <= dict(payments)[reference] for reference, part in shares)
