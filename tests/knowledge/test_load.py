from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.pack.load import PackError, load_pack, pages_from_rows
from knowledge.pack.page import PageAction
from tests.support.knowledge.small_pack import FILES, PAGE

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

MakePack = Callable[[dict[str, str]], Path]


def problems_of(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return [(problem.path.name, problem.line, problem.what) for problem in caught.value.problems]


def test_a_sound_pack_loads_with_its_facts_filled_in(make_pack: MakePack) -> None:
    pack = load_pack(make_pack({}))
    page = pack.pages[0]
    assert (pack.slug, pack.name) == ("smalltown", "Smalltown Council")
    assert page.summary.startswith("Tell us within 2 working days and")
    assert "Then call 01632 960190." in page.body
    assert page.actions == (PageAction.REPORT, PageAction.TALK)
    assert page.reviewed_on == date(2026, 9, 14)
    assert page.synonyms[0] == "bin not emptied"
    assert page.questions == ()


QUESTIONS = "skipped bin]\nquestions:\n  - still here\n  - 'what now: they went past'\n"
LONG = "".join(f"  - line {number}\n" for number in range(17))


def with_questions(before: str = "", after: str = "") -> str:
    return PAGE.replace("skipped bin]\n", QUESTIONS.replace(before, after, 1) if before else QUESTIONS, 1)


def test_a_page_may_hold_questions_of_residents(make_pack: MakePack) -> None:
    page = load_pack(make_pack({"pages/missed-bin.md": with_questions()})).pages[0]
    assert page.questions == ("still here", "what now: they went past")
    assert page.names == (*page.synonyms, *page.questions)
    none = with_questions(QUESTIONS, "skipped bin]\nquestions: []\n")
    assert load_pack(make_pack({"pages/missed-bin.md": none})).pages[0].questions == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ("  - still here", "  - Still Here\n  - still here", 12, "`still here` is here twice."),
        ("still here", "why", 11, "A question has 4 to 160 characters; this one has 3."),
        ("still here", "why " * 41, 11, "A question has 4 to 160 characters; this one has 163."),
        ("  - still here\n", LONG, 10, "There are 18 questions"),
        ("\n  - still here\n  - 'what now: they went past'", " why?", 10, "`questions` must be a list"),
        ("still here", "{a: b}", 10, "`questions` must be a list"),
    ],
)
def test_a_problem_in_a_question_is_told_with_its_line(
    make_pack: MakePack, before: str, after: str, line: int, what: str
) -> None:
    found = problems_of(make_pack({"pages/missed-bin.md": with_questions(before, after)}))
    assert [(name, number) for name, number, told in found if what in told] == [("missed-bin.md", line)]


def test_a_question_stands_on_one_page_of_the_pack(make_pack: MakePack) -> None:
    other = with_questions("still here", "STILL here").replace("/services/missed-bin", "/services/missed-bin-flats")
    other = other.replace("Report a", "Report another").replace("what now", "and now")
    found = problems_of(make_pack({"pages/missed-bin.md": with_questions(), "pages/missed-bin-flats.md": other}))
    assert found == [("missed-bin-flats.md", 11, "The question `STILL here` also stands in `missed-bin.md`.")]


def test_teams_services_and_references_come_with_the_pack(make_pack: MakePack) -> None:
    pack = load_pack(make_pack({}))
    team, service, reference = pack.teams[0], pack.services[0], pack.references[0]
    assert (team.slug, team.phone, team.hours, team.on_call) == (
        "waste", "01632 960190", "Monday to Friday, 8am to 6pm", True,
    )  # fmt: skip
    assert (service.slug, service.lgsl, service.does) == ("missed-bin", 524, "report")
    assert (reference.name, reference.pattern, reference.context) == (
        "rent account", r"\bRA\d{8}\b", ("rent",),
    )  # fmt: skip


def test_facts_keep_the_digits_they_were_written_with(make_pack: MakePack) -> None:
    assert load_pack(make_pack({})).facts["waste.fee"] == "8.50"


def test_published_contacts_are_those_in_the_facts(make_pack: MakePack) -> None:
    assert load_pack(make_pack({})).published == {"01632 960190", "hello@smalltown.example", "NB1 1AA"}


@pytest.mark.parametrize(
    ("before", "after", "line", "what"),
    [
        ("team: waste", "team: parks", 6, "The team of `missed-bin` is `waste`, not `parks`."),
        ("team: waste\n", "", 1, "The field `team` is missing."),
        ("team: waste", "team: waste\nauthor: me", 7, "Unknown field `author`."),
        ("team: waste", "team: waste\nteam: waste", 7, "`team` is here twice."),
        ("2026-09-14", "14 September", 7, "`14 September` is not a date; write it as 2026-09-14."),
        ("2026-09-14", "2026-13-40", 7, "`2026-13-40` is not a date; write it as 2026-09-14."),
        ("service: missed-bin", "service: Missed Bin", 2, "`Missed Bin` is not a slug"),
        ("service: missed-bin", "service: lost-bin", 2, "There is no service called `lost-bin`"),
        ("/services/missed-bin", "/services/bins", 5, "The url must be `/services/missed-bin`"),
        ("title: Report", f"title: {'very ' * 14}long", 3, "characters; 70 are allowed."),
        ("and we come back", "and we come back " * 20, 4, "characters; it must have 60 to 300."),
        ("in 2 days.", "{{ waste.nothing }}.", 4, "There is no fact called `waste.nothing`."),
        ("[report, talk]", "[report, shout]", 8, "Unknown action `shout`"),
        ("[report, talk]", "report", 8, "`actions` must be a list, such as [one, two]."),
        ("[report, talk]", "[report, report]", 8, "`actions` holds the same thing twice."),
        ("bin men", "Bin men", 9, "The synonym `Bin men` must be in lower case."),
        (", full bin, skipped bin", "", 9, "There are 4 synonyms; there must be 6 to 15."),
        ("Wait until", "Wait [here](/services/no-page) until", 15, "leads to no page of this pack."),
        ("Wait until", "Wait [here](calendar) until", 15, "must begin with /services/ or https://."),
        ("Wait until", "Wait until {{ common.no }}", 15, "There is no fact called `common.no`."),
        ("Wait until", "Wait until {{ common.phone", 15, "`{{` is open"),
        ("actions: [", "actions: [[", 9, "This is not valid YAML"),
        ("---\nservice", "service", 1, "A page begins with a line of three hyphens (---)."),
        ("---\nCheck", "Check", 1, "The front matter never ends"),
    ],
)
def test_a_problem_in_a_page_is_told_with_its_line(
    make_pack: MakePack, before: str, after: str, line: int, what: str
) -> None:
    assert before in PAGE
    found = problems_of(make_pack({"pages/missed-bin.md": PAGE.replace(before, after, 1)}))
    assert [(name, number) for name, number, told in found if what in told] == [("missed-bin.md", line)]


@pytest.mark.parametrize(
    ("file", "before", "after", "line", "what"),
    [
        ("services.csv", "waste,report", "parks,report", 2, "There is no team called `parks`."),
        ("services.csv", "report\n", "report\nmissed-bin,,Bin,waste,report\n", 3, "is here twice."),
        ("services.csv", "524", "five", 2, "The LGSL number `five` is not a number."),
        ("services.csv", "waste,report", "waste,shout", 2, "`does` is `shout`"),
        ("services.csv", "waste,report", "waste", 2, "A service has 5 fields; this line has 4."),
        ("services.csv", "slug,", "id,", 1, "The first line must be"),
        ("council.yml", "common.phone.waste", "common.phone.bins", 4, "no fact called `common.phone.bins`."),
        ("council.yml", "hours: weekdays,", "hours: always,", 4, "There are no hours called `always`."),
        ("council.yml", "name: Smalltown Council\n", "", 1, "The field `name` is missing."),
        ("council.yml", "'\\bRA", "'(\\bRA", 8, "The pattern is not a regular expression"),
        ("facts/waste.yml", "fee: 8.50", "fee:", 3, "The fact `waste.fee` has no value."),
        ("facts/waste.yml", "fee: 8.50", "fee: [1, 2]", 3, "must be a single value."),
        ("facts/waste.yml", "fee: 8.50", "fee: 8\nfee: 9", 4, "`fee` is here twice."),
        ("facts/waste.yml", "fee: 8.50", "Fee: 9", 3, "lower-case letters, digits and underscores."),
    ],
)
def test_a_problem_in_another_file_is_told_with_its_line(
    make_pack: MakePack, file: str, before: str, after: str, line: int, what: str
) -> None:
    assert before in FILES[file]
    found = problems_of(make_pack({file: FILES[file].replace(before, after, 1)}))
    assert [(name, number) for name, number, told in found if what in told] == [(Path(file).name, line)]


def test_every_problem_is_told_at_once_in_order_of_file_and_line(make_pack: MakePack) -> None:
    page = PAGE.replace("team: waste", "team: parks").replace("2026-09-14", "soon").replace("report,", "cry,")
    found = problems_of(make_pack({"pages/missed-bin.md": page, "services.csv": FILES["services.csv"] + "x,,,,\n"}))
    assert [(name, line) for name, line, _ in found][:3] == [("missed-bin.md", n) for n in (6, 7, 8)]
    assert {name for name, _, _ in found} == {"missed-bin.md", "services.csv"}


def test_two_pages_with_one_title_are_a_problem(make_pack: MakePack) -> None:
    second = PAGE.replace("/services/missed-bin", "/services/missed-bin-flats")
    found = problems_of(make_pack({"pages/missed-bin-flats.md": second}))
    assert found == [("missed-bin-flats.md", 1, "`missed-bin` has the same title.")]


def test_a_missing_folder_is_told_not_thrown(tmp_path: Path) -> None:
    assert {name for name, _, _ in problems_of(tmp_path / "nowhere")} == {
        "council.yml",
        "services.csv",
        "pages",
    }


@pytest.mark.slow
@UNHURRIED
@given(page=st.text(), facts=st.text(), services=st.text(), council=st.text())
def test_whatever_is_in_the_files_the_loader_loads_or_reports(
    page: str, facts: str, services: str, council: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = {"pages/p.md": page, "facts/f.yml": facts, "services.csv": services, "council.yml": council}
        for file, text in texts.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(PackError) as caught:
            load_pack(folder)
        assert caught.value.problems


@pytest.mark.slow
@UNHURRIED
@given(value=st.text(), line=st.integers(min_value=1, max_value=8))
def test_whatever_a_field_holds_the_loader_loads_or_reports(value: str, line: int) -> None:
    lines = PAGE.split("\n")
    lines[line] = lines[line].split(":")[0] + ": " + value
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in {**FILES, "pages/missed-bin.md": "\n".join(lines)}.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            load_pack(folder)
        except PackError as error:
            assert all(problem.what.strip() for problem in error.problems)


def test_rows_of_any_collection_become_pages_of_no_service() -> None:
    page = pages_from_rows([{"id": 7, "title": "Bins", "text": "Put it out by 6am."}])[0]
    assert (page.id, page.service, page.title, page.body) == ("7", "", "Bins", "Put it out by 6am.")


def test_rows_without_an_id_or_with_one_twice_are_told_by_number() -> None:
    with pytest.raises(PackError) as caught:
        pages_from_rows([{"id": "a", "title": "A"}, {"title": "B"}, {"id": "a", "text": "C"}, {"id": "d"}])
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]
