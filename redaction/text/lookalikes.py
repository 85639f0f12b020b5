"""Letters of other alphabets that stand for Latin ones, and the words in which they do.

A second keyboard layout, or somebody who hides a word, leaves "mysеlf" with a Cyrillic letter. A message that is
written in Greek or Russian stays what it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import assert_never

import regex

# After Unicode Technical Standard 39 ("confusables"), by the Latin letter, in the same case.
_ALIKE = {
    "A": "ΑА", "B": "ΒВ", "C": "ϹС", "E": "ΕЕ", "G": "Ԍ", "H": "ΗН", "I": "ΙІӀ", "J": "ͿЈ", "K": "ΚК", "M": "ΜМ",
    "N": "Ν", "O": "ΟО", "P": "ΡР", "S": "Ѕ", "T": "ΤТ", "V": "Ѵ", "W": "Ԝ", "X": "ΧХ", "Y": "ΥУҮ", "Z": "Ζ",
    "a": "αа", "c": "ϲс", "d": "ԁ", "e": "е", "h": "һ", "i": "ιі", "j": "ϳј", "k": "κ", "l": "ӏ", "o": "οо", "p": "ρр",
    "q": "ԛ", "s": "ѕ", "v": "νѵ", "w": "ԝ", "x": "х", "y": "уү",
}  # fmt: skip
# Less alike, or letters of other alphabets: only beside Latin letters.
_NEARLY_ALIKE = {
    "A": "Ꭺꓮ", "B": "Ᏼꓐ", "C": "Ꮯꓚ", "D": "Ꭰꓓ", "E": "Ꭼꓰ", "F": "Ϝꓝ", "G": "Ꮐꓖ", "H": "Ꮋꓧ", "J": "Ꭻꓙ", "K": "Ꮶꓗ",
    "L": "Ꮮꓡ", "M": "Ꮇꓟ", "N": "ꓠИ", "O": "Օꓳ", "P": "Ꮲꓑ", "R": "ᎡЯ", "S": "ՏᏚꓢ", "T": "Ꭲꓔ", "U": "Սꓴ", "V": "Ꮩꓦ",
    "W": "Ꮃꓪ", "X": "ꓫ", "Y": "Ꭹꓬ", "Z": "Ꮓꓜ",
    "b": "ЬьвβϐᏏ", "e": "ҽєε", "f": "ք", "g": "ց", "h": "нհ", "k": "к", "m": "м", "n": "ηпռո", "o": "σօ", "q": "գզ",
    "r": "г", "t": "тτ", "u": "υս", "w": "ѡωա", "x": "χ", "y": "γ",
}  # fmt: skip


def _table(alike: Mapping[str, str]) -> dict[int, str]:
    return {ord(foreign): latin for latin, every in alike.items() for foreign in every}


def _with_accents(table: dict[int, str]) -> dict[int, str]:
    """The same with the accented forms of those letters that are one accented Latin letter too: ї is ï."""
    accented = dict(table)
    for code in (*range(0x0370, 0x0500), *range(0x1F00, 0x2000)):
        apart = unicodedata.normalize("NFD", chr(code))
        base, marks = apart[0], apart[1:]
        latin = unicodedata.normalize("NFC", table.get(ord(base), "") + marks)
        if marks and ord(base) in table and len(latin) == 1:
            accented[code] = latin
    return accented


_LATIN = _with_accents(_table(_ALIKE))
_NEARLY_LATIN = _with_accents(_table(_ALIKE) | _table(_NEARLY_ALIKE))
_ANY = regex.compile(f"[{''.join(map(chr, _NEARLY_LATIN))}]")
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}]++")
_LATIN_LETTER = regex.compile(r"\p{Latin}")
_DIGIT = regex.compile(r"\d")
_LETTER = regex.compile(r"\p{L}")


class _Script(Enum):
    """In which letters a word is written."""

    LATIN = auto()
    ALIKE = auto()
    FOREIGN = auto()


def with_latin_letters(text: str) -> str:
    """`text` with Latin letters where others stand for them; as long as before.

    They do within a word that is Latin otherwise, among digits ("NВ1"), and in whole words of such letters that stand
    beside a Latin word and beside none of another alphabet.
    """
    if text.isascii() or not _ANY.search(text):
        return text
    words = list(_WORD.finditer(text))
    scripts = [_script(word.group()) for word in words]
    before, after = _neighbours(scripts), _neighbours(scripts[::-1])[::-1]
    pieces, at = [], 0
    for word, script, *beside in zip(words, scripts, before, after, strict=True):
        pieces += [text[at : word.start()], _in_latin(word.group(), script, beside)]
        at = word.end()
    return "".join([*pieces, text[at:]])


def _script(word: str) -> _Script:
    if word.isascii():
        return _Script.ALIKE if word.isdigit() else _Script.LATIN
    if _LATIN_LETTER.search(word):
        return _Script.LATIN
    if not _reads(word, _LATIN):
        return _Script.FOREIGN
    return _Script.LATIN if _DIGIT.search(word) and _LETTER.search(word) else _Script.ALIKE


def _neighbours(scripts: Sequence[_Script]) -> list[_Script | None]:
    """For each word, the script of the nearest word before it that tells one; None where there is none."""
    found: list[_Script | None] = []
    last = None
    for script in scripts:
        found.append(last)
        last = last if script is _Script.ALIKE else script
    return found


def _in_latin(word: str, script: _Script, beside: Sequence[_Script | None]) -> str:
    match script:
        case _ if word.isascii():
            return word
        case _Script.LATIN:
            return word.translate(_NEARLY_LATIN) if _reads(word, _NEARLY_LATIN) else word
        case _Script.ALIKE:
            return word.translate(_LATIN) if _Script.LATIN in beside and _Script.FOREIGN not in beside else word
        case _Script.FOREIGN:
            return word
        case _:
            assert_never(script)


def _reads(word: str, table: Mapping[int, str]) -> bool:
    """Whether every letter is a Latin one, or stands for one."""
    return all(ord(letter) in table or _LATIN_LETTER.match(letter) for letter in _LETTER.findall(word))
