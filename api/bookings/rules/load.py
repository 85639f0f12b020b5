"""Reads bookings.yml of a council pack, or says what is wrong with it, line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from api.bookings.pages.money_and_dates import When
from api.bookings.rules.price_rules import PerItem
from api.bookings.rules.rules import BookingRules, ServiceRules
from bot.forms.form import FieldKind
from knowledge.pack.facts import fill_in
from knowledge.pack.problems import PackError, PackProblem, read_text
from knowledge.pack.yaml_lines import compose, entries

FILE = "bookings.yml"
_DERIVED = frozenset({"day"})  # known from the slot, not asked
YamlPath = tuple[str | int, ...]


def load_bookings(folder: Path, facts: Mapping[str, str], services: Collection[str]) -> BookingRules:
    """The rules of a pack, with its facts filled in; none where there is no file.

    Raises PackError with every problem and its line.
    """
    file = folder / FILE
    if not file.exists():
        return BookingRules(services={})
    problems: list[PackProblem] = []
    rules = _read(file, facts, services, problems)
    if problems or rules is None:
        raise PackError(problems)
    return rules


def _read(
    file: Path, facts: Mapping[str, str], services: Collection[str], problems: list[PackProblem]
) -> BookingRules | None:
    written = read_text(file, problems)
    if written is None:
        return None
    node = compose(fill_in(written, facts, file, 1, problems), file, 1, problems)
    if node is None:
        return None
    lines: dict[YamlPath, int] = {}
    plain = _plain(node, (), file, lines, problems)
    try:
        rules = BookingRules.model_validate(plain)
    except ValidationError as wrong:
        for each in wrong.errors():
            place, line = _nearest(tuple(each["loc"]), lines)
            problems.append(PackProblem(file, line, f"{_named(place, each)}: {_in_words(each)}."))
        return None
    problems.extend(PackProblem(file, _nearest(at, lines)[1], what) for at, what in _inconsistent(rules, services))
    return rules


def _plain(node: yaml.Node, at: YamlPath, file: Path, lines: dict[YamlPath, int], problems: list[PackProblem]) -> Any:
    """The node as dicts, lists and text; the line of every place goes to `lines`. Nothing is guessed from its looks:
    `yes` stays a word, `06:30` a time."""
    lines[at] = 1 + node.start_mark.line
    if isinstance(node, yaml.MappingNode):
        found = {}
        for entry in entries(node, file, 1, problems):
            found[entry.key] = _plain(entry.node, (*at, entry.key), file, lines, problems)
            lines[*at, entry.key] = entry.line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*at, number), file, lines, problems) for number, each in enumerate(node.value)]
    return node.value.strip()


def _nearest(place: YamlPath, lines: Mapping[YamlPath, int]) -> tuple[YamlPath, int]:
    """The place of the file that an error is about; what pydantic adds of its own is left out."""
    at: YamlPath = ()
    for step in place:
        if (*at, step) in lines:
            at = (*at, step)
    return at, lines.get(at, 1)


def _named(at: YamlPath, error: Any) -> str:
    last = error["loc"][-1] if error["loc"] else ""
    words = [str(step) for step in at if not isinstance(step, int)]
    if error["type"] in ("missing", "extra_forbidden") and words[-1:] != [str(last)]:
        words.append(str(last))
    return f"`{'.'.join(words[-2:]) or 'the file'}`"


def _in_words(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "this is missing"
        case "extra_forbidden":
            return "nothing of this name is known here"
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            return said[:1].lower() + said[1:]


def _inconsistent(rules: BookingRules, services: Collection[str]) -> Iterator[tuple[YamlPath, str]]:
    """Problems of rules whose names lead nowhere: resources, services and fields that are not there."""
    for number, closure in enumerate(rules.closures):
        for unknown in set(closure.resources) - set(rules.resources):
            yield ("closures", number, "resources"), f"There is no resource called `{unknown}`."
        if closure.until < closure.first:
            yield ("closures", number), "This closure ends before it begins."
    if rules.hold.short is None or rules.pay_within.short is None:
        yield ("hold",), "`hold` and `pay_within` are minutes or hours."
    for slug, service in rules.services.items():
        at: YamlPath = ("services", slug)
        if slug not in services:
            yield at, f"There is no service called `{slug}`."
        if service.slots and service.lasts_until is not None:
            yield (*at, "lasts_until"), "What has slots ends with its slot: leave this out."
        for place, what in (*_of_fields(service), *_of_slots(service, rules), *_of_prices(service)):
            yield (*at, *place), what


def _of_fields(service: ServiceRules) -> Iterator[tuple[YamlPath, str]]:
    seen: set[str] = set()
    for number, field in enumerate(service.fields):
        at: YamlPath = ("fields", number)
        if field.name in seen:
            yield at, f"The field `{field.name}` is here twice."
        yield from ((at, what) for what in _unknown(field.only_if, service, seen))
        if field.not_over and field.not_over not in seen:
            yield at, f"No field above is called `{field.not_over}`."
        if (field.kind in (FieldKind.CHOICE, FieldKind.ITEMS)) != bool(field.choices):
            yield at, f"`{field.name}` needs choices." if not field.choices else f"`{field.name}` takes no choices."
        seen.add(field.name)
    if (service.of_kind(FieldKind.SLOT) is None) != (not service.slots):
        yield ("fields",), "A service has a field of the kind slot, and slots, or neither."
    if service.of_kind(FieldKind.ADDRESS) is None:
        yield ("fields",), "A service has a field of the kind address: its postcode opens the booking's page."
    if service.latest and service.latest.field not in seen:
        yield ("latest",), f"There is no field called `{service.latest.field}`."


def _of_slots(service: ServiceRules, rules: BookingRules) -> Iterator[tuple[YamlPath, str]]:
    names = {field.name for field in service.fields}
    for number, template in enumerate(service.slots):
        at: YamlPath = ("slots", number)
        for unknown in set(template.uses) - set(rules.resources):
            yield at, f"There is no resource called `{unknown}`."
        if bool(template.times) == bool(template.first and template.until):
            yield at, f"`{template.name}` has either `times`, or `from` and `until`."
        for place, when in (("only_if", template.only_if), *(("longer", each.when) for each in template.longer)):
            yield from (((*at, place), what) for what in _unknown(when, service, names))
        if any(length.short is None for length in (template.lasts, *(each.lasts for each in template.longer))):
            yield at, "A slot lasts minutes or hours."
    repeated = [each.name for each in service.slots]
    for name in {name for name in repeated if repeated.count(name) > 1}:
        yield ("slots",), f"Two slots are called `{name}`."


def _of_prices(service: ServiceRules) -> Iterator[tuple[YamlPath, str]]:
    names = {field.name for field in service.fields}
    for number, price in enumerate(service.price):
        at: YamlPath = ("price", number)
        yield from ((at, what) for what in _unknown(price.when, service, names | _DERIVED))
        field = getattr(price, "field", None)
        if field is not None and field not in names:
            yield at, f"There is no field called `{field}`."
        if isinstance(price, PerItem) and price.minimum and price.free:
            yield at, "A price has a free allowance or a minimum, not both."
        if price.rule == "allowance" and service.limit is None:
            yield at, "A free allowance needs a `limit`, which says in which period bookings count."


def _unknown(when: When, service: ServiceRules, known: Collection[str]) -> Iterator[str]:
    for name, answers in when.items():
        if name not in known:
            yield f"No field above is called `{name}`."
        field = service.field(name)
        possible = {choice.value for choice in field.choices} if field else set()
        if field and field.kind is FieldKind.YES_NO:
            possible = {"yes", "no"}
        for answer in answers if possible else ():
            if answer not in possible:
                yield f"`{answer}` is no answer to `{name}`."
