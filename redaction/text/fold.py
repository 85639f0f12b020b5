"""The one folding of text: how the crisis gate, redaction, the understanding, the search and the importers read.

`fold` undoes what hides a word from a pattern: invisible characters, full-width and mathematical letters, ligatures,
letters of other alphabets that look Latin, signs in many forms. It keeps case, accents and line breaks, and never
touches a plain ASCII text. `unaccented` and `plain` go further, for those who read English only.
"""

from __future__ import annotations

import unicodedata

import regex

from redaction.text.lookalikes import with_latin_letters
from redaction.text.view import View

_SPACES = frozenset("\u2800")  # Braille's blank; the others are known by their category
_QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'") | dict.fromkeys(
    "\u201c\u201d\u201e\u2033", '"'
)
_SLASHES = frozenset("\u2044\u2215\u29f8")
_HIDDEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_PHONETIC = {"\u0251": "a", "\u0261": "g"}  # letters of phonetic script that look like common ones
_SMALL_CAPITAL = regex.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
_IN_A_BLACK_SHAPE = {
    first + place: chr(ord("A") + place) for first in (0x1F150, 0x1F170) for place in range(26)
}  # negative circles and squares
_STROKES = str.maketrans({
    "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ẞ": "SS", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
})  # fmt: skip
_MARKED = regex.compile(r"(\p{Latin})\p{M}++")
_MOST_KEPT = 20_000  # characters whose reading is remembered


class _Readings(dict[int, str]):
    """What to read for a character, by its code: worked out once each."""

    def __missing__(self, code: int) -> str:
        reading = _read(chr(code))
        if len(self) < _MOST_KEPT:
            self[code] = reading
        return reading


class _Visible(dict[int, str]):
    """A character itself, or nothing where it shows nothing."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shown = "" if _is_invisible(character) or _is_control(character) else character
        if len(self) < _MOST_KEPT:
            self[code] = shown
        return shown


def fold(raw: str) -> View:
    """`raw` as it reads, with the way back to its own characters."""
    if raw.isascii():
        return View.of(raw)
    readings = [_READINGS[ord(character)] for character in raw]
    text = with_latin_letters("".join(readings))
    starts = [at for at, reading in enumerate(readings) for _ in reading]
    return _with_marks_on_their_letters(View(text, starts, [at + 1 for at in starts]))


def folded(raw: str) -> str:
    """The text of `fold(raw)`, where nobody needs the way back."""
    if raw.isascii():
        return raw
    return _MARKED.sub(_composed, with_latin_letters(raw.translate(_READINGS)))


def unaccented(raw: str) -> str:
    """`raw` folded, its Latin letters without accents and strokes: for whoever reads English only. Case is kept."""
    if raw.isascii():
        return raw
    return with_latin_letters(without_accents(folded(raw)).translate(_STROKES))  # Ἠ is as much an H as Η is


def plain(raw: str) -> str:
    """`raw` folded, without accents, in lower case: what words are compared by."""
    return unaccented(raw).lower()


def without_accents(text: str) -> str:
    """`text` with the bare letter for each accented one."""
    if text.isascii():
        return text
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)


def visible(text: str) -> str:
    """`text` without what shows nothing and is no space: zero-width, control and direction signs, half characters.

    All that can be seen stays as it was written.
    """
    return text.translate(_VISIBLE)


def _read(character: str) -> str:
    """What to read for one character: nothing when it is invisible, otherwise its everyday form."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp") or character == "\x85":
        return "\n"
    if _is_invisible(character) or _is_control(character):
        return ""
    if category == "Zs" or character in _SPACES:
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if character in _SLASHES:
        return "/"
    return _QUOTES.get(character) or _letter(character) or _compatible(character)


def _letter(character: str) -> str | None:
    """The letter that is drawn in another way, where Unicode itself does not say so."""
    drawn = _SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))
    if drawn is not None:
        return str(drawn[1]).lower()
    return _PHONETIC.get(character) or _IN_A_BLACK_SHAPE.get(ord(character))


def _compatible(character: str) -> str:
    """Unicode's compatible form. A fraction stays one sign ("2½" is not 21/2), and nothing turns into a bracket of a
    placeholder."""
    form = unicodedata.normalize("NFKC", character)
    if form == character or "\u2044" in form or "<" in form or ">" in form:
        return character
    return "".join(map(_read, form))


def _is_invisible(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cf", "Cs") or character in _HIDDEN_LETTERS or "\ufe00" <= character <= "\ufe0f"


def _is_control(character: str) -> bool:
    """A control character that is no white space, a line or paragraph sign, or a code that is no character."""
    category = unicodedata.category(character)
    if category == "Cc":
        return character not in "\t\n\v\f\r\x85"
    return category in ("Zl", "Zp") or (ord(character) & 0xFFFE) == 0xFFFE


def _composed(found: regex.Match[str]) -> str:
    """A Latin letter with its accent. Any pile of marks on it is one letter."""
    return unicodedata.normalize("NFC", found.group())[0]


def _with_marks_on_their_letters(view: View) -> View:
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _MARKED.finditer(view.text):
        text += [view.text[at : found.start()], _composed(found)]
        starts += [*view.starts[at : found.start()], view.starts[found.start()]]
        ends += [*view.ends[at : found.start()], view.ends[found.end() - 1]]
        at = found.end()
    if not at:
        return view
    return View("".join([*text, view.text[at:]]), [*starts, *view.starts[at:]], [*ends, *view.ends[at:]])


_READINGS, _VISIBLE = _Readings(), _Visible()
