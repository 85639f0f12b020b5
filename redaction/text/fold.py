"""Views of a message that are easier to search, each with the way back to the original characters.

`fold` undoes what hides text from a pattern (invisible characters, full-width digits, look-alike letters).
`despell` joins what was spelled out or spoken ("n w 1 4 d q", "oh seven double seven", "jane dot smith at ...").
Nothing here is shown to anybody: findings are carried back to the original with `View.original`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from redaction.text.spoken import slipped_edits, spoken_edits, spoken_email_edits, unglued_edits

_SPACES = frozenset("\t\u00a0\u1680\u202f\u205f\u3000")
_QUOTES = {ord(c): "'" for c in "\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4\uff07"} | {
    ord(c): '"' for c in "\u201c\u201d\u201e\u2033"
}
_HIDDEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")

# Letters of other alphabets that look like Latin ones (after Unicode Technical Standard 39, "confusables").
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУԌаеѕіјорсхуһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαιρνκ",
    "ABESIJKMHOPCTXYGaesijopcxyhdqwABEZHIKMNOPTYXoaipvk",
)
_WORD = regex.compile(r"[^\W_]++")
_FOREIGN_LOOKALIKE = regex.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_LATIN_OR_DIGIT = regex.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class View:
    """A rewritten text. Character `i` of `text` stands for `raw[starts[i]:ends[i]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    runs: tuple[tuple[int, int], ...] = ()
    """Stretches of `text` that were spelled out and are now joined."""
    edited: tuple[int, ...] = ()
    """Where in `text` something was rewritten, in order."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that `text[start:end]` (not empty) stands for."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `new` (which may be empty)."""

    start: int
    end: int
    new: str


def fold(raw: str) -> View:
    """The message with invisible characters gone and look-alikes replaced; line breaks and case are kept."""
    if raw.isascii() and "\t" not in raw and "`" not in raw:
        return View(raw, range(len(raw)), range(1, len(raw) + 1))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(raw):
        if unicodedata.combining(character) and text and _composes(text[-1], character):
            text[-1] = unicodedata.normalize("NFC", text[-1] + character)[0]
            ends[-1] = at + 1
            continue
        for plain in _plain(character):
            text.append(plain)
            starts.append(at)
            ends.append(at + 1)
    return View(_without_lookalikes("".join(text)), starts, ends)


def _plain(character: str) -> str:
    """What to read for one character: nothing when it is invisible, otherwise its everyday form."""
    if character.isascii() and character not in "\t`":
        return character
    category = unicodedata.category(character)
    if category == "Cf" or character in _HIDDEN_LETTERS or "\ufe00" <= character <= "\ufe0f":
        return ""
    if category == "Zs" or character in _SPACES:
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in "\u2044\u2215\u29f8":
        return "/"
    return _QUOTES.get(ord(character)) or unicodedata.normalize("NFKC", character)


def _composes(before: str, mark: str) -> bool:
    """Whether a combining mark belongs on a Latin letter (any pile of marks on it is then one letter)."""
    return len(before) == 1 and "LATIN" in unicodedata.name(before, "") and bool(mark)


def _without_lookalikes(text: str) -> str:
    """Look-alike letters become Latin in words that have Latin letters or digits too; pure Greek stays Greek."""
    if text.isascii() or not _FOREIGN_LOOKALIKE.search(text):
        return text

    def latin(word: regex.Match[str]) -> str:
        found: str = word.group()
        return found.translate(_LOOKALIKES) if _LATIN_OR_DIGIT.search(found) else found

    return _WORD.sub(latin, text)


def despell(view: View) -> View:
    """The view with spelled-out runs and spoken e-mail addresses joined; the same view when there are none."""
    mended = _apply(view, [Edit(*edit) for edit in slipped_edits(view.text)], ())
    mended = _apply(mended, [Edit(*edit) for edit in unglued_edits(mended.text)], ())
    edits, runs = spoken_edits(mended.text)
    joined = _apply(mended, [Edit(*edit) for edit in edits], runs)
    return _apply(joined, [Edit(*edit) for edit in spoken_email_edits(joined.text)], joined.runs)


def _apply(view: View, edits: Sequence[Edit], runs: Iterable[tuple[int, int]]) -> View:
    """Apply edits in order of `start`, none overlapping. `runs` are carried into the new text."""
    if not edits:
        return view
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    moved: dict[int, int] = {}
    at = length = 0
    for edit in [*edits, Edit(len(view.text), len(view.text), "")]:
        for position in range(at, edit.start):
            moved[position] = length + position - at
        pieces.append(view.text[at : edit.start])
        starts.extend(view.starts[at : edit.start])
        ends.extend(view.ends[at : edit.start])
        length += edit.start - at
        for position in range(edit.start, edit.end):
            moved[position] = length
        if edit.new and edit.end > edit.start:
            first, last = view.original(edit.start, edit.end)
            pieces.append(edit.new)
            starts.extend([first] * len(edit.new))
            ends.extend([last] * len(edit.new))
            length += len(edit.new)
        at = edit.end
    moved[len(view.text)] = length
    carried = tuple((moved[start], moved[end]) for start, end in runs)
    edited = sorted({moved[at] for at in (*view.edited, *(edit.start for edit in edits))})
    return View("".join(pieces), starts, ends, carried, tuple(edited))
