"""What people read stands in wording files: no sentence in Python, and code and files name the same keys and fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.sentences import Sentences, Text
from tests.support.sentences import (
    PROJECT,
    Asked,
    asked,
    exceptions_for_programmers,
    name_of,
    product_modules,
    sentences_in,
    wording_files,
    wordings,
)

# What is read by nobody but operators at the command line, programmers, or a machine. A folder ends in a slash; of a
# file, one name can be meant.
OTHER_READERS: Mapping[str, str] = {
    "api/commands/": "answers of commands, read by operators",
    "api/measuring/": "figures and pages of measurements, read by operators",
    "api/db/": "SQL",
    "knowledge/": "what is wrong with a file, a page or an address: read by whoever keeps the council pack",
    "redaction/": "recognises words; says none",
    "bot/training/": "figures of training, read by operators",
    "bot/understanding/": "words that residents write",
    "bot/reception/languages.py:Languages": "a text that warms the models up",
    "bot/forms/reading/": "words that residents write",
    "api/outside/gazetteer/addressed_backend.py:_NO": "words that residents write",
    "api/outside/gazetteer/addressed_backend.py:_YES": "words that residents write",
    "api/outside/gazetteer/csv_file.py": "what is wrong with a file of addresses, and small words of street names",
    "api/outside/gazetteer/load.py": "what is wrong with a file of addresses",
    "api/reports/answers.py:NOTHING": "words that residents write",
    "api/reports/open311/client.py": "what another server answered, for the log",
    "api/assistant.py": "progress of the start, read by operators",
    "api/app.py": "the OpenAPI document and the names of headers",
    "api/web/request_guards.py": "headers",
    "api/kernel/pack_reading.py": "what is wrong with a file of the council pack",
    "api/staff/audit/audit_chain.py": "answers of `reeve audit verify`",
    "api/bookings/rules/load.py": "what is wrong with bookings.yml",
    "api/bin_days/read_rounds.py": "what is wrong with bin_days.yml",
    "api/reports/read_kinds.py": "what is wrong with reports.yml",
    "api/kernel/metrics.py": "help of the metrics, read by operators",
    "api/vault/survey.py": "answers of `reeve vault check`",
    "api/casework/life/case_rules.py": "docs/case-life.md, read by programmers",
    "api/casework/life/case_state.py": "what is wrong with a state, read by programmers",
    "api/casework/life/case_table.py": "docs/case-life.md, read by programmers",
    "api/casework/queue/desk_policy.py": "what is wrong with desk.yml",
    "api/conversation/schemas.py": "the OpenAPI document",
    "api/staff/sign_in/browser_names.py": "names of browsers, the same in every language",
}
# Folders whose sentences have not moved yet. This list only ever gets shorter.
NOT_YET: tuple[str, ...] = ("bot/forms/form_wording.py",)


@pytest.fixture(scope="module")
def known() -> dict[str, Sentences]:
    """Every wording of the product."""
    return wordings()


@pytest.fixture(scope="module")
def used(known: dict[str, Sentences]) -> list[Asked]:
    """Everything that code asks of them."""
    return list(asked(known))


def test_no_sentence_for_people_stands_in_python() -> None:
    exceptions = exceptions_for_programmers()
    found = [
        str(each)
        for path in product_modules()
        for each in sentences_in(path.read_text(encoding="utf-8"), name_of(path), exceptions)
        if not f"{each.file}:{each.within}".startswith((*OTHER_READERS, *NOT_YET))
    ]
    assert found == []


def test_an_exemption_is_of_something_that_is_there() -> None:
    files = [name_of(path) for path in product_modules()]
    assert [
        each
        for each in (*OTHER_READERS, *NOT_YET)
        if not any(file.startswith(each.partition(":")[0]) for file in files)
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        'raise NotFound("We could not find that booking. Check the reference.")',
        'class TooLate(Conflict):\n    detail = "It is too late to do this online. Please call us."',
        'Refused("Please answer yes or no.")',
        'Button("Pay later", "pay")',
        'STATES = {State.HELD: "Held", State.OVER: "Not paid in time"}',
        'DONE = {"moved": "The booking was moved."}',
        'text = f"You can add up to {most} photos in one chat."',
        'f"{count} bookings" if count > 1 else "1 booking"',
        'said = "waits for its payment"',
        'Problem(title="Not there any more")',
        'f"Booked: {booking}."',
        'label = "Yes" if answer else "No"',
        'Summary(description="We come between 7am and 5pm.")',
    ],
)
def test_the_search_finds_what_people_read(source: str) -> None:
    assert sentences_in(source, "example.py") != []


@pytest.mark.parametrize(
    "source",
    [
        '"""A module that says something of itself."""',
        'def f() -> None:\n    """Says what the caller gets."""',
        'raise ValueError("a count is never less than nothing")',
        'raise NoSuchModel("There is no model of that name.")',
        'log.info("Booking was made and paid")',
        'text("select id from booking where state = :state")',
        'QUERY = "select id from booking where state = :state"',
        're.compile("please (give|tell) me")',
        r'WORDS = r"\b(?:please give|tell) me that\b"',
        'Field(description="What happened and what to do.")',
        'router.get("/", summary="Read a report")',
        'headers = {"Authorization": token}',
        'headers["Retry-After"] = "5"',
        'if kind == "Bearer": pass',
        'path = f"/bookings/{reference}/change"',
        'subject = f"booking {reference}"',
        'media = "text/html; charset=utf-8"',
    ],
)
def test_the_search_leaves_alone_what_programs_read(source: str) -> None:
    assert sentences_in(source, "example.py", frozenset({"NoSuchModel"})) == []


def test_code_asks_for_texts_that_are_there_and_fills_in_what_they_name(
    known: dict[str, Sentences], used: list[Asked]
) -> None:
    assert [wrong for each in used if (wrong := _wrong(known[each.wording], each))] == []


def _wrong(wording: Sentences, each: Asked) -> str | None:
    section = each.key.endswith(".")
    texts = [text for key, text in wording.texts.items() if (key.startswith(each.key) if section else key == each.key)]
    fields = frozenset().union(*(text.fields for text in texts))
    if texts and fields == each.fields:
        return None
    return f"{each.file}:{each.line}: {each.key} has the fields {sorted(fields)}" if texts else f"no text {each.key}"


def test_every_text_is_said_somewhere(known: dict[str, Sentences], used: list[Asked]) -> None:
    unused = [
        f"{name}: {key}"
        for name, wording in known.items()
        for key in wording.texts
        if not {(name, key), (name, f"{key.partition('.')[0]}.")} & {(each.wording, each.key) for each in used}
    ]
    assert unused == []


def test_a_text_in_another_language_fills_in_the_same_things(known: dict[str, Sentences]) -> None:
    for wording in known.values():
        for texts in wording.translated.values():
            assert texts.keys() <= wording.texts.keys()
            assert [key for key, text in texts.items() if text.fields != wording.texts[key].fields] == []


def test_the_page_for_policy_officers_lists_every_file_of_words(known: dict[str, Sentences]) -> None:
    listed = set(re.findall(r"^\| `([^`]+)` \|", (PROJECT / "docs" / "wording.md").read_text("utf-8"), re.MULTILINE))
    assert set(wording_files(known)) <= listed
    assert [name for name in listed if not (PROJECT / name).exists()] == []


def folder(path: Path, english: str, welsh: str = "") -> Sentences:
    (path / "wording.yml").write_text(english, encoding="utf-8")
    if welsh:
        (path / "wording.cy.yml").write_text(welsh, encoding="utf-8")
    return Sentences.beside(str(path / "wording.py"))


def test_a_text_is_said_with_its_fields(tmp_path: Path) -> None:
    words = folder(tmp_path, "errors:\n  most: At most {most} of {what}.\n")
    assert words.say("errors.most", most=3, what="{these}") == "At most 3 of {these}."


def test_a_count_chooses_between_one_and_more(tmp_path: Path) -> None:
    words = folder(tmp_path, 'counts:\n  items: {one: 1 item, other: "{count} items"}\n')
    assert [words.say("counts.items", count=count) for count in (0, 1, 2)] == ["0 items", "1 item", "2 items"]


def test_what_is_not_in_welsh_is_said_in_english(tmp_path: Path) -> None:
    words = folder(tmp_path, "a:\n  go: Go on\n  stop: Stop\n", "a:\n  go: Ymlaen\n")
    assert words.section("a", "cy") == {"go": "Ymlaen", "stop": "Stop"}


def test_labels_are_of_every_value_and_of_no_other(tmp_path: Path) -> None:
    words = folder(tmp_path, "states:\n  held: Held\n  over: Over\n")
    assert words.labels("states", ["over", "held"]) == {"over": "Over", "held": "Held"}
    for values in (["held"], ["held", "over", "paid"]):
        with pytest.raises(ValueError, match="states"):
            words.labels("states", values)


@pytest.mark.parametrize("text", ["[a, b]", "3", "{one: 1 item}", '"{} items"', '"{0} items"', '"{a.b}"'])
def test_a_wording_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"wording\.yml"):
        folder(tmp_path, f"counts:\n  items: {text}\n")


def test_a_key_that_yaml_does_not_read_as_a_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="quotation marks"):
        folder(tmp_path, "answers:\n  yes: Certainly\n")


def test_of_something_done_a_banner_tells_only_what_is_known(tmp_path: Path) -> None:
    words = folder(tmp_path, "done:\n  moved: The booking was moved.\n")
    assert [words.banner(done) for done in ("moved", "<script>", None)] == ["The booking was moved.", None, None]


def test_a_text_is_refused_without_its_fields() -> None:
    with pytest.raises(KeyError):
        Text("At most {most}.").filled({})
