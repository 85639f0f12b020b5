"""Fills sentence patterns, and keeps track of where the people and addresses in them are."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import regex

from redaction.ner.data import fillings
from redaction.ner.people import People
from redaction.ner.pools import MadeUp, Pool

Span = tuple[int, int, str]
_PART = regex.compile(r"\{(\w+)\}")
_CHOICE = regex.compile(r"\[([^\[\]]*)\]")
_OPTIONAL_COMMA = regex.compile(r"(?<=[\w}]),\?")
_POSSESSIVE = ("'s", "'s", "'s", "s", "’s")
_SEPARATORS = (", ", ", ", ", ", " ", " ", "\n", ",", "\n ")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "ten", "twelve", "a couple of")
_POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_PHONES = ("07700 900", "07700900", "01632 960", "020 7946 0", "0117 496 0", "+44 7700 900 ")
_FOREIGN_SHARE = 0.22
_DEEPEST = 5


@dataclass(slots=True)
class Sentence:
    """A text and the labelled stretches in it, in order."""

    text: str
    spans: list[Span] = field(default_factory=list)

    def plus(self, other: Sentence, between: str) -> Sentence:
        """This sentence, something between, then the other."""
        shift = len(self.text) + len(between)
        moved = [(start + shift, end + shift, label) for start, end, label in other.spans]
        return Sentence(self.text + between + other.text, self.spans + moved)


class SentenceWriter:
    """Writes one sentence after another from patterns, names and places; the same seed writes the same ones."""

    def __init__(self, rng: random.Random, pools: Sequence[Pool], words: Sequence[str], made_up_share: float) -> None:
        self._rng = rng
        self._words = words
        self._fillings = fillings()
        self._people = People(rng, pools, made_up_share, self._word)
        british = [name for pool in pools if pool.origin == "british" for name in pool.last]
        self._places = MadeUp([*self._fillings["street_start"], *british])
        people = self._people
        self._personal: dict[str, tuple[str, Callable[[], str]]] = {
            "name": ("PERSON", people.name),
            "first": ("PERSON", people.first),
            "last": ("PERSON", people.last),
            "poss": ("PERSON", people.name),
            "addr": ("ADDRESS", self._address),
        }
        self._made: dict[str, Callable[[], str]] = {
            "w": self._word,
            "W": lambda: self._word().capitalize(),
            "town": self._town,
            "made": self._made_up_place,
            "made_street": lambda: self._places.make(rng),
            "num": self._door,
            "n2": self._small_number,
            "n999": lambda: str(rng.randint(1, 200)),
            "n9999": lambda: str(rng.randint(1, 9999)),
            "zip": lambda: f"{rng.randint(100, 99999):05d}",
            "age": lambda: str(rng.randint(2, 99)),
            "year": lambda: str(rng.randint(1930, 2029)),
            "yy": lambda: str(rng.randint(20, 29)),
            "bus": lambda: f"{rng.choice(['', '', 'X', 'N', 'number '])}{rng.randint(1, 300)}",
            "money": lambda: f"{rng.randint(1, 2500)}{rng.choice(['', '.00', '.50', '.99'])}",
            "phone": lambda: f"{rng.choice(_PHONES)}{rng.randint(100, 999)}",
            "postcode": self._postcode,
            "email": lambda: f"{people.first()}.{people.last()}@example.org".replace(" ", ""),
            "planning": lambda: (
                f"{rng.randint(18, 29)}/{rng.randint(0, 99999):05d}/{rng.choice(['FUL', 'HSE', 'LBC'])}"
            ),
            "idvalue": lambda: self._like(rng.choice(self._fillings["code"])),
            "reg": lambda: self._like(rng.choice(self._fillings["plate"])),
            "sort": lambda: self._like(rng.choice(self._fillings["sort_shape"])),
            "digits8": lambda: self._like("99999999"),
            "digits16": lambda: self._like("9999 9999 9999 9999"),
        }

    def write(self, pattern: str) -> Sentence:
        """One sentence from a pattern."""
        sentence = Sentence("")
        self._fill(pattern.replace("\\n", "\n"), sentence, depth=0)
        return sentence

    def _fill(self, pattern: str, sentence: Sentence, depth: int) -> None:
        replaced = int(depth <= _DEEPEST)
        while replaced:
            pattern, replaced = _CHOICE.subn(lambda match: self._rng.choice(match[1].split("|")), pattern)
        pattern = _OPTIONAL_COMMA.sub(lambda _: self._rng.choice((",", "")), pattern)
        at = 0
        for part in _PART.finditer(pattern):
            sentence.text += pattern[at : part.start()]
            self._put(part[1], sentence, depth)
            at = part.end()
        sentence.text += pattern[at:]

    def _put(self, slot: str, sentence: Sentence, depth: int) -> None:
        start = len(sentence.text)
        if slot in self._personal:
            label, make = self._personal[slot]
            sentence.text += make()
            sentence.spans.append((start, len(sentence.text), label))
            sentence.text += self._rng.choice(_POSSESSIVE) if slot == "poss" else ""
        elif slot in self._made:
            sentence.text += self._made[slot]()
        else:
            self._fill(self._rng.choice(self._fillings[slot]), sentence, depth + 1)

    def _text(self, slot: str) -> str:
        """A filling without labels, for the parts of an address."""
        sentence = Sentence("")
        self._fill(self._rng.choice(self._fillings[slot]), sentence, depth=1)
        return sentence.text

    def _address(self) -> str:
        """An address: three in four British, with flats, house names and towns; the others from elsewhere."""
        rng = self._rng
        if rng.random() < _FOREIGN_SHARE:
            text = f"{self._made['zip']()} " if rng.random() < 0.3 else ""
            text += self._text("foreign")
            text += (
                f"~{rng.choice(['Apt.', 'Suite', 'Apt', 'Unit', '#'])} {rng.randint(1, 999):03d}"
                if rng.random() < 0.5
                else ""
            )
            text += self._text("abroad") if rng.random() < 0.75 else ""
        else:
            text = self._text("british") + (self._text("locality") if rng.random() < 0.6 else "")
        return text.replace("~", rng.choice(_SEPARATORS))

    def _town(self) -> str:
        rng = self._rng
        if rng.random() < 0.3:
            return rng.choice(self._fillings["real_town"])
        return rng.choice(self._fillings["town_start"]) + rng.choice(self._fillings["town_end"])

    def _made_up_place(self) -> str:
        """One word that sounds like a village or a restaurant."""
        if self._rng.random() < 0.5:
            return self._places.make(self._rng)
        return self._rng.choice((self._town, self._made["W"]))()

    def _door(self) -> str:
        rng = self._rng
        number = rng.randint(1, rng.choice((40, 99, 199, 400)))
        return f"{number}{rng.choice('abcABC')}" if rng.random() < 0.1 else str(number)

    def _small_number(self) -> str:
        return str(self._rng.randint(1, 30)) if self._rng.random() < 0.5 else self._rng.choice(_SMALL)

    def _postcode(self) -> str:
        rng = self._rng
        area = "".join(rng.choice(_POSTCODE_LETTERS) for _ in range(rng.choice((1, 2, 2))))
        unit = rng.choice(_POSTCODE_LETTERS) + rng.choice(_POSTCODE_LETTERS)
        return f"{area}{rng.randint(1, 99)}{rng.choice((' ', ''))}{rng.randint(0, 9)}{unit}"

    def _like(self, shape: str) -> str:
        """Random letters for A and digits for 9."""
        fill = {"A": "ABCDEFGHJKLMNPRSTUVWXYZ", "9": "0123456789"}
        return "".join(self._rng.choice(fill.get(sign, sign)) for sign in shape)

    def _word(self) -> str:
        """An ordinary English word."""
        return self._rng.choice(self._words)
