"""Pages about other bodies: national ones, a council's own in their place, and every problem with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.pack.load import CouncilPack, load_pack
from knowledge.pack.other_body import NearMiss, OtherBodyPage
from knowledge.pack.problems import PackProblem
from knowledge.pack.read_other_bodies import load_other_bodies
from tests.support.knowledge.small_pack import FILES

MakePack = Callable[[dict[str, str]], Path]
EXAMPLES = "".join(f"  - example number {number}\n" for number in range(20))
WORDS = "The lighthouse keeper answers for the lamp. " * 9
PAGE = f"""---
body: lighthouse
name: the lighthouse keeper
title: Lamps at sea
summary: The lamp at the harbour mouth is the business of the lighthouse keeper. Ring the bell at the gate.
url: https://lighthouse.example/
phone: 0300 123 4567 (day and night)
reviewed_on: 2026-09-14
examples:
{EXAMPLES}not:
  - the lamp in our street is out -> street-light
  - light from next door -> noise
  - dark car park -> car-parks
---
{WORDS}
"""


def load(
    tmp_path: Path, *folders: dict[str, str], facts: dict[str, str] | None = None
) -> tuple[tuple[OtherBodyPage, ...], list[PackProblem]]:
    problems: list[PackProblem] = []
    made = []
    for number, files in enumerate(folders):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        made.append(folder)
    return load_other_bodies(made, facts or {}, problems), problems


def test_a_sound_page_loads_whole(tmp_path: Path) -> None:
    (page,), problems = load(tmp_path, {"lighthouse.md": PAGE})
    assert problems == []
    assert (page.body, page.name, page.phone) == (
        "lighthouse", "the lighthouse keeper", "0300 123 4567 (day and night)",
    )  # fmt: skip
    assert len(page.examples) == 20
    assert page.near_misses[0] == NearMiss("the lamp in our street is out", "street-light")
    assert page.text.startswith("The lighthouse keeper")


def test_a_body_may_have_no_phone_number(tmp_path: Path) -> None:
    (page,), problems = load(tmp_path, {"lighthouse.md": PAGE.replace("phone: 0300 123 4567 (day and night)\n", "")})
    assert (page.phone, problems) == ("", [])


def test_a_councils_own_page_takes_the_place_of_the_national_one(tmp_path: Path) -> None:
    ours = PAGE.replace("the lighthouse keeper\n", "our own keeper\n")
    pages, problems = load(tmp_path, {"lighthouse.md": PAGE}, {"lighthouse.md": ours})
    assert ([page.name for page in pages], problems) == (["our own keeper"], [])


def test_a_folder_that_is_not_there_holds_no_pages(tmp_path: Path) -> None:
    assert load_other_bodies([tmp_path / "nowhere"], {}, []) == ()


def test_facts_are_filled_in(tmp_path: Path) -> None:
    told = PAGE.replace("Ring the bell", "Ring {{ common.bell }}")
    (page,), _ = load(tmp_path, {"lighthouse.md": told}, facts={"common.bell": "the brass bell"})
    assert page.summary.endswith("Ring the brass bell at the gate.")


def test_an_example_of_two_bodies_is_a_problem(tmp_path: Path) -> None:
    other = PAGE.replace("body: lighthouse", "body: windmill")
    _, problems = load(tmp_path, {"lighthouse.md": PAGE, "windmill.md": other})
    assert {problem.path.name for problem in problems} == {"windmill.md"}
    assert "also stands in `lighthouse.md`" in problems[0].what


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ("body: lighthouse", "body: windmill", 2, "`body` and the file's name must be the same"),
        ("name: the lighthouse keeper\n", "", 1, "The field `name` is missing."),
        ("name: the lighthouse keeper", "name:", 3, "`name` has no value."),
        ("name: the lighthouse keeper", "name: [a, b]", 3, "`name` must be a single value."),
        ("title: Lamps", f"title: {'very ' * 14}long lamps", 4, "characters; 70 are allowed."),
        ("Ring the bell at the gate.", "Ring the bell. " * 20, 5, "characters; it must have 60 to 300."),
        ("https://lighthouse", "http://lighthouse", 6, "The url must begin with https://."),
        ("0300 123 4567 (day and night)", "by bell", 7, "`by bell` holds no phone number."),
        ("2026-09-14", "14 September", 8, "is not a date; write it as 2026-09-14."),
        ("reviewed_on: 2026-09-14", "reviewed_on: 2026-09-14\nteam: waste", 9, "Unknown field `team`."),
        (EXAMPLES, "  - just one\n", 9, "There are 1 lines under `examples`; there must be 20 to 40."),
        ("number 7\n", "number 6\n", 17, "`example number 6` is here twice."),
        (EXAMPLES, "  lamps\n", 9, "`examples` must be a list"),
        ("street is out -> street-light", "street is out", 31, "must read: what a resident writes -> the slug"),
        ("-> noise", "-> Loud Noise", 32, "must read: what a resident writes -> the slug"),
        (WORDS, "Too short.", 35, "The page has 2 words; it must have 60 to 150."),
        (WORDS, "", 35, "The page has no body."),
        (WORDS, f"{WORDS}\n[bins](/services/missed-bin)", 36, "must begin with https://."),
        (WORDS, f"{WORDS}{{{{ common.bell }}}}", 35, "There is no fact called `common.bell`."),
        ("---\nbody", "body", 1, "A page begins with a line of three hyphens (---)."),
    ],
)
def test_a_problem_is_told_with_its_line(tmp_path: Path, before: str, after: str, line: int, what: str) -> None:
    assert before in PAGE
    pages, problems = load(tmp_path, {"lighthouse.md": PAGE.replace(before, after, 1)})
    assert pages == ()
    assert [problem.line for problem in problems if what in problem.what] == [line]


def test_a_file_that_is_not_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "lighthouse.md").write_bytes(b"\xff\xfe\x00")
    problems: list[PackProblem] = []
    assert load_other_bodies([tmp_path], {}, problems) == ()
    assert "cannot be read" in problems[0].what


def test_the_national_pages_come_with_a_council_of_england(northbridge: CouncilPack) -> None:
    bodies = {page.body for page in northbridge.elsewhere}
    assert {"gp_nhs", "dwp", "hmrc", "dvla", "passport_office", "police", "water_company"} <= bodies


def test_a_pack_adds_its_own_pages_and_a_council_elsewhere_shares_none(make_pack: MakePack) -> None:
    council = FILES["council.yml"] + "nation: wales\n"
    pack = load_pack(make_pack({"council.yml": council, "elsewhere/lighthouse.md": PAGE}))
    assert [page.body for page in pack.elsewhere] == ["lighthouse"]


def test_near_misses_name_services_that_we_have(northbridge: CouncilPack) -> None:
    services = {service.slug for service in northbridge.services}
    assert {each.service for page in northbridge.elsewhere for each in page.near_misses} <= services


def test_no_example_is_also_a_near_miss(northbridge: CouncilPack) -> None:
    examples = {example.casefold() for page in northbridge.elsewhere for example in page.examples}
    near_misses = {each.enquiry.casefold() for page in northbridge.elsewhere for each in page.near_misses}
    assert not examples & near_misses
