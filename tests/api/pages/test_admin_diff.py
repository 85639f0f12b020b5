"""What changed between two texts."""

from __future__ import annotations

from api.pages.admin.diff import MOST_LINES, changes, compare


def shown(old: str, new: str) -> list[str]:
    """Each row as a line: its kind, and its words with changes in brackets."""
    marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return [
        f"{row.kind}: {''.join(marks[piece.kind].format(piece.text) for piece in row.pieces)}"
        for row in compare(old, new)
    ]


def test_a_changed_word_is_marked_in_its_line() -> None:
    assert shown("It costs £30 a year.", "It costs £35 a year.") == [
        "removed: It costs £[-30] a year.",
        "added: It costs £[+35] a year.",
    ]


def test_lines_far_from_a_change_are_left_out() -> None:
    lines = [str(number) for number in range(20)]
    changed = [*lines[:10], "ten", *lines[11:]]
    found = shown("\n".join(lines), "\n".join(changed))
    assert found[0] == found[-1] == "skipped: "
    assert len(found) == 8


def test_an_added_and_a_removed_line_are_whole() -> None:
    assert shown("one", "one\ntwo") == ["same: one", "added: [+two]"]
    assert shown("one\ntwo", "one") == ["same: one", "removed: [-two]"]


def test_nothing_became_something() -> None:
    assert shown("", "one") == ["added: [+one]"]
    assert shown("same", "same") == []


def test_very_long_texts_count_as_changed_altogether() -> None:
    old, new = "a\n" * MOST_LINES, "b\n" * MOST_LINES
    assert len(compare(old, new)) >= MOST_LINES


def test_only_fields_that_differ_are_compared() -> None:
    assert list(changes({"title": "a", "body": "b"}, {"title": "a", "body": "c", "note": ""})) == ["body"]
