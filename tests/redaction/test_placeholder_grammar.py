"""The one grammar of placeholders and the one table of labels: what they say, and that nobody keeps another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.conversation import hidden_words, shown_messages
from api.web.placeholder_script import SCRIPT, script
from redaction.text.labels import LABELS, TABLE, label_table
from redaction.text.placeholders import (
    MOST,
    Placeholder,
    as_typed,
    break_up,
    expression,
    find,
    holds,
    read,
    replace,
    spans,
    split,
)

PROJECT = Path(__file__).parents[2]
PACKAGES = ("api", "bot", "knowledge", "redaction")
THE_GRAMMAR = {PROJECT / "redaction/text/placeholders.py", SCRIPT}
WRITTEN = st.builds(Placeholder, st.sampled_from(LABELS), st.integers(1, MOST)).map(str)
NEARLY = st.sampled_from(
    ["<PERSON_", "_1>", ">", "<", "1", "<PERSON_0>", "<person_1>", "<PERSON_1000000>", "<PERSON_١>", "PERSON_1"]
)
ANY_TEXT = st.lists(st.one_of(WRITTEN, NEARLY, st.text(max_size=5)), max_size=8).map("".join)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("number", [1, 42, MOST])
def test_what_is_written_is_read_again(label: str, number: int) -> None:
    written = str(Placeholder(label, number))  # type: ignore[arg-type]
    assert read(written) == Placeholder(label, number)  # type: ignore[arg-type]
    assert re.fullmatch(expression(), written) and re.fullmatch(expression(label), written)  # type: ignore[arg-type]
    assert re.fullmatch(f"(?i){expression()}", written.lower()) is None


@pytest.mark.parametrize(
    "text",
    ["", "<PERSON_0>", "<PERSON_01>", "<PERSON_1000000>", "<person_1>", "<PERSON_1> ", "<NAME_1>", "<PERSON>",
     "PERSON_1", "<PERSON_١>", "‹PERSON_1›", "<PERSON_1\n>", "＜PERSON_1＞"],
)  # fmt: skip
def test_nothing_else_is_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("number", [0, -1, MOST + 1])
def test_no_number_out_of_bounds_is_written(number: int) -> None:
    with pytest.raises(ValueError, match="1 to"):
        Placeholder("PERSON", number)


@given(ANY_TEXT)
def test_finding_splitting_and_replacing_agree(text: str) -> None:
    pieces = list(split(text))
    assert "".join(map(str, pieces)) == text
    assert [each for each in pieces if isinstance(each, Placeholder)] == list(find(text))
    assert [read(text[start:end]) for start, end in spans(text)] == list(find(text))
    assert replace(text, str) == text
    assert not holds(replace(text, lambda each: f"[{each.label}]"))
    assert holds(text) == bool(list(find(text)))


@given(ANY_TEXT)
def test_a_text_that_was_broken_up_holds_no_placeholder_and_reads_as_it_was_typed(text: str) -> None:
    broken = break_up(text)
    assert not holds(broken) and len(broken) == len(text)
    assert as_typed(broken) == as_typed(text)
    assert break_up(text, set(map(str, find(text)))) == text


def test_residents_and_staff_read_the_same_words_on_every_screen() -> None:
    text = "I am <PERSON_2> & not <PERSON_1000000> or ‹PERSON_3›"
    assert hidden_words.readable(text) == (
        'I am <span class="chip">[name hidden]</span> &amp; not &lt;PERSON_1000000&gt; or &lt;PERSON_3&gt;'
    )
    assert hidden_words.chips(text) == (
        'I am <span class="chip">[name 2 hidden]</span> &amp; not &lt;PERSON_1000000&gt; or ‹PERSON_3›'
    )
    assert hidden_words.plain(text) == "I am [name 2 hidden] & not <PERSON_1000000> or ‹PERSON_3›"
    assert hidden_words.copied(text) == "I am [name 2 hidden] & not <PERSON_1000000> or <PERSON_3>"
    assert hidden_words.in_words("<UK_NINO_3>") == "National Insurance number 3"


@pytest.mark.parametrize("typed", [r"\<PERSON_9\>", "&lt;PERSON_9&gt;", "&#60;PERSON_9&#x3e;", "<PERSON&#95;9>"])
def test_markdown_makes_no_placeholder_of_what_was_none(typed: str) -> None:
    html = shown_messages.html(f"**Details:** {typed} of <PERSON_1>")
    assert "‹PERSON_9›" in html
    assert hidden_words.chips_in_html(html).count("chip") == 1
    assert hidden_words.readable_html(html).count("chip") == 1


def test_the_table_has_every_label() -> None:
    table = label_table()
    assert tuple(table.labels) == LABELS
    for label in LABELS:
        assert table.for_model(label).startswith("my ")
        assert table.hidden(label) == f"[{table.labels[label].words} hidden]"
    assert len({each.words for each in table.labels.values()}) == len(LABELS)


def test_a_table_without_a_label_is_refused(tmp_path: Path) -> None:
    short = tmp_path / "labels.yml"
    short.write_text(TABLE.read_text(encoding="utf-8").replace("  UK_NHS:", "  UK_NSH:"), encoding="utf-8")
    with pytest.raises(ValueError, match="UK_NHS"):
        label_table(short)


def test_the_panels_script_is_what_the_table_makes() -> None:
    assert SCRIPT.read_text(encoding="utf-8") == script(), "run: python -m api.web.placeholder_script"


@given(ANY_TEXT)
def test_the_panels_script_reads_what_python_reads(text: str) -> None:
    (placeholder,) = re.findall(r"PLACEHOLDER = /(.+)/g;", script())
    (typed,) = re.findall(r"TYPED = /(.+)/g;", script())
    assert [found[0] for found in re.finditer(placeholder, text)] == list(map(str, find(text)))
    assert re.sub(typed, r"<\1>", break_up(text)) == as_typed(break_up(text))


_BRACKET = r"(?:<|&lt;|‹)"
_A_LABEL = rf"(?:{'|'.join(LABELS)})"
ANOTHER_PATTERN = re.compile(
    rf"{_BRACKET}[(?:]*\[[^\]\n]*A-Z"  # a class of capitals after a bracket
    rf"|{_BRACKET}[(?:|A-Z_]*{_A_LABEL}[A-Z_|)]*_(?![0-9]+(?:>|&gt;|›))"  # a label, and no plain number after it
    rf"|{_BRACKET}\(?\{{[^}}\n]*\}}\)?_"  # a label that is filled in
)
ANOTHER_TABLE = re.compile(rf"(?<![.\w])[\"']?\b{_A_LABEL}\b[\"']?\s*(?::|=>)\s*(?:\{{\w+:\s*)?[\"'`](?!.*\{{\}})")


def sources() -> Iterator[Path]:
    for package in PACKAGES:
        for kind in ("py", "js", "mjs", "html", "sql"):
            yield from (PROJECT / package).rglob(f"*.{kind}")


@pytest.mark.parametrize("shape", [ANOTHER_PATTERN, ANOTHER_TABLE], ids=["pattern", "table"])
def test_nobody_else_keeps_a_pattern_or_a_table(shape: re.Pattern[str]) -> None:
    others = [
        f"{file.relative_to(PROJECT)}:{number}: {line.strip()[:80]}"
        for file in sorted(sources())
        if file not in THE_GRAMMAR
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if shape.search(line)
    ]
    assert others == []


@pytest.mark.parametrize(
    "line",
    [
        '_PLACEHOLDER = re.compile(r"<([A-Z_]{2,24})_\\d{1,4}>")',
        '_ESCAPED = re.compile(r"&lt;([A-Z][A-Z_]{1,23})_(\\d{1,6})&gt;")',
        '_WHOLE = re.compile(r"<ADDRESS_\\d{1,6}>")',
        "const PLACEHOLDER = /<([A-Z_]{2,24})_\\d{1,4}>/g;",
        "PLACEHOLDER = regex.compile(rf\"<({'|'.join(LABELS)})_([1-9]\\d{{0,5}})>\")",
        'self._taken[key] = self.new[key] = f"<{label}_{number}>"',
        'self._taken.get(key, "").startswith("<PERSON_")',
        'r"(?:is|:)? )?<COUNCIL_REFERENCE_\\d+>[.?!]?"',
        '_ANY = re.compile(r"<(?:[A-Z_]{2,24})_[1-9]\\d*>")',
        '_ANY = re.compile(r"<(PERSON|ADDRESS)_(\\d+)>")',
    ],
)
def test_the_search_for_patterns_finds_those_that_there_were(line: str) -> None:
    assert ANOTHER_PATTERN.search(line)


@pytest.mark.parametrize("line", ['    "PERSON": "my name",', '  PERSON: "name",', "  'UK_NINO': 'NI number',"])
def test_the_search_for_tables_finds_those_that_there_were(line: str) -> None:
    assert ANOTHER_TABLE.search(line)
