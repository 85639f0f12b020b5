"""Fills sentence patterns, and keeps track of where the people and addresses in them are."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import regex

from redaction.ner.data import SLOTS
from redaction.ner.pools import MadeUp, Pool

Span = tuple[int, int, str]
_PART = regex.compile(r"\{(\w+)\}")
_CHOICE = regex.compile(r"\[([^\[\]]*)\]")
_POSSESSIVE = ("'s", "'s", "'s", "s", "’s")


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


class Writer:
    """Writes one sentence after another from patterns, names and places; the same seed writes the same ones."""

    def __init__(self, rng: random.Random, pools: Sequence[Pool], words: Sequence[str], made_up_share: float) -> None:
        self._rng = rng
        self._pools = pools
        self._words = words
        self._made_up_share = made_up_share
        self._first = [MadeUp(pool.first) for pool in pools]
        self._last = [MadeUp(pool.last) for pool in pools]
        self._streets = MadeUp(
            SLOTS["street_starts"] + [name for pool in pools if pool.origin == "british" for name in pool.last]
        )
        self._personal: dict[str, Callable[[], str]] = {
            "name": self.name, "first": self.first, "last": self.last, "poss": self.name,
        }  # fmt: skip
        self._made: dict[str, Callable[[], str]] = {
            "town": self.town, "street": self.street, "place": self.place, "ward": self.ward, "venue": self.venue, "org": self.org,
            "place_l": lambda: rng.choice(SLOTS['common_places']), "postcode": self.postcode, "phone": self.phone, "email": self.email,
            "time": self.time, "date": self.date, "year": lambda: str(rng.randint(1950, 2029)), "yy": lambda: f"{rng.randint(20, 29)}",
            "age": lambda: str(rng.randint(2, 99)), "n": self.guests, "n2": self.small_number, "num": self.door, "bus": self.bus,
            "money": lambda: f"{rng.randint(1, 2500)}{rng.choice(['', '.00', '.50', '.99'])}", "w": self.word,
            "W": lambda: self.word().capitalize(), "planning": self.planning,
            "made": self.made_up_place, "idvalue": self.identifier, "reg": self.registration, "sort": self.sort_code,
            "digits8": lambda: self._like("99999999"), "digits16": lambda: self._like("9999 9999 9999 9999"),
        }  # fmt: skip

    def write(self, pattern: str) -> Sentence:
        """One sentence from a pattern."""
        text = pattern.replace("\\n", "\n")
        for _ in range(6):
            text, replaced = _CHOICE.subn(lambda match: self._rng.choice(match[1].split("|")), text)
            if not replaced:
                break
        sentence = Sentence("")
        self._fill(regex.sub(r"(?<=[\w}]),\?", lambda _: self._rng.choice([",", ""]), text), sentence, depth=0)
        return sentence

    def _fill(self, pattern: str, sentence: Sentence, depth: int) -> None:
        at = 0
        for part in _PART.finditer(pattern):
            sentence.text += pattern[at : part.start()]
            self._put(part[1], sentence, depth)
            at = part.end()
        sentence.text += pattern[at:]

    def _put(self, slot: str, sentence: Sentence, depth: int) -> None:
        start = len(sentence.text)
        if slot in self._personal:
            sentence.text += self._personal[slot]()
            sentence.spans.append((start, len(sentence.text), "PERSON"))
            sentence.text += self._rng.choice(_POSSESSIVE) if slot == "poss" else ""
        elif slot == "addr":
            sentence.text += self.address()
            sentence.spans.append((start, len(sentence.text), "ADDRESS"))
        elif slot in self._made:
            sentence.text += self._made[slot]()
        else:
            chosen = self._rng.choice(SLOTS[slot])
            self._fill(chosen, sentence, depth + 1) if depth < 3 else None

    # People

    def first(self) -> str:
        """A given name, now and then two."""
        rng, at = self._rng, self._rng.randrange(len(self._pools))
        name = self._first[at].make(rng) if rng.random() < self._made_up_share else rng.choice(self._pools[at].first)
        return f"{name}{rng.choice('- ')}{self.first()}" if rng.random() < 0.02 else name

    def last(self) -> str:
        """A family name, now and then double or with a particle."""
        rng, at = self._rng, self._rng.randrange(len(self._pools))
        name = self._last[at].make(rng) if rng.random() < self._made_up_share else rng.choice(self._pools[at].last)
        luck = rng.random()
        if luck < 0.03:
            return f"{name}-{rng.choice(self._pools[at].last)}"
        if luck < 0.05:
            return f"{rng.choice(['de', 'van', 'von', 'da', 'del', 'de la', 'van der', 'al', 'El', 'Le', 'Di', 'bin', 'dos'])} {name}"
        if luck < 0.07:
            return rng.choice(["O'", "Mc", "Mac", "D'", "Fitz"]) + name
        return name

    def name(self) -> str:
        """A person as people write one: mostly given and family name of one origin, sometimes of two."""
        rng = self._rng
        luck = rng.random()
        if luck < 0.015:
            return f"{self.word().capitalize()} {self.word().capitalize()}"
        if luck < 0.13:
            return self.first()
        if luck < 0.18:
            return self.last()
        at = rng.randrange(len(self._pools))
        pool = self._pools[at]
        made = rng.random() < self._made_up_share
        first = self._first[at].make(rng) if made and rng.random() < 0.6 else rng.choice(pool.first)
        last = self._last[at].make(rng) if made else rng.choice(pool.last)
        if luck < 0.25:
            return rng.choice([f"{first[0]}. {last}", f"{first} {rng.choice(pool.first)[0]}. {last}", f"{first} {rng.choice(pool.first)[0]} {last}",
                               f"{first[0]} {last}", f"{first} {last[0]}", f"{first} {last[0]}."])  # fmt: skip
        if luck < 0.31:
            return f"{first} {rng.choice(pool.first)} {last}"
        if luck < 0.35:
            return f"{first} {self.last()}"
        if luck < 0.40:
            return f"{self.first()} {self.last()}"
        if luck < 0.42:
            return f"{first} {last} {rng.choice(['II', 'III', 'Jr', 'Jr.', 'Snr', 'IV'])}"
        return f"{first}  {last}" if luck < 0.43 else f"{first} {last}"

    # Places

    def town(self) -> str:
        rng = self._rng
        return (
            rng.choice(SLOTS["real_towns"])
            if rng.random() < 0.3
            else rng.choice(SLOTS["town_starts"]) + rng.choice(SLOTS["town_ends"])
        )

    def street(self) -> str:
        """A street, with its kind of street, never with a number."""
        rng = self._rng
        start = rng.choice(SLOTS["street_starts"]) if rng.random() < 0.6 else self._streets.make(rng)
        if rng.random() < 0.12:
            start = f"{rng.choice(['St', 'Saint', 'Upper', 'Old', 'Great', 'North', 'The', 'Kings'])} {start}"
        return f"{start} {rng.choice(SLOTS['street_ends'])}"

    def place(self) -> str:
        rng = self._rng
        start = (
            rng.choice(SLOTS["place_starts"])
            if rng.random() < 0.6
            else rng.choice([self.town(), self._streets.make(rng)])
        )
        return f"{rng.choice(['', '', 'the ', 'The '])}{start} {rng.choice(SLOTS['place_ends'])}"

    def made_up_place(self) -> str:
        """One word that sounds like a village or a restaurant."""
        rng = self._rng
        return self._streets.make(rng) if rng.random() < 0.5 else rng.choice([self.town(), self.word().capitalize()])

    def ward(self) -> str:
        return f"{self.town()} {self._rng.choice(['ward', 'Ward', 'estate', 'Estate', 'village', 'North', 'South', 'area'])}"

    def venue(self) -> str:
        rng = self._rng
        start = (
            rng.choice(SLOTS["venue_starts"])
            if rng.random() < 0.6
            else rng.choice([self.word().title(), self._streets.make(rng), self.town()])
        )
        return f"{start} {rng.choice(SLOTS['venue_ends'])}"

    def org(self) -> str:
        rng = self._rng
        start = (
            rng.choice(SLOTS["org_starts"])
            if rng.random() < 0.6
            else rng.choice([self.word().title(), self.town(), self._streets.make(rng)])
        )
        return (
            f"{start} {rng.choice(SLOTS['org_ends'])}"
            if rng.random() < 0.8
            else f"{self.word().title()} {self.word().title()}"
        )

    def door(self) -> str:
        rng = self._rng
        number = rng.choice([rng.randint(1, 40), rng.randint(1, 199), rng.randint(1, 400), rng.randint(1, 99)])
        return f"{number}{rng.choice('abcABC')}" if rng.random() < 0.1 else str(number)

    def address(self) -> str:
        """An address: three in four British, with flats, house names and towns; the others from elsewhere."""
        rng = self._rng
        if rng.random() < 0.22:
            return self._foreign_address()
        comma = rng.choice([", ", ", ", " ", "\n", ","]) if rng.random() < 0.5 else ", "
        comma = " " if rng.random() < 0.3 else comma
        luck = rng.random()
        if luck < 0.16:
            unit = rng.choice(["Flat", "flat", "Apartment", "apt", "Unit", "Room", "Flat no", "Studio", "Apt."])
            street = f"{unit} {rng.choice([self.door(), rng.choice('ABCDEF')])}{comma}"
            street += rng.choice(
                [
                    f"{rng.choice(SLOTS['blocks'])}{comma}",
                    f"{self._streets.make(rng)} {rng.choice(['House', 'Court', 'Lodge'])}{comma}",
                    "",
                ]
            )
            street += f"{self.door()} {self.street()}" if rng.random() < 0.7 else self.street()
        elif luck < 0.24:
            street = f"{rng.choice(SLOTS['house_names'])}{comma}{self.street()}"
        elif luck < 0.28:
            street = f"{self.door()}{rng.choice('-/ ')}{self.door()} {self.street()}"
        elif luck < 0.31:
            street = f"{rng.choice(['number', 'no', 'No.'])} {self.door()}{rng.choice([' ', ', '])}{self.street()}"
        elif luck < 0.34:
            street = f"{self.door()} {rng.choice(SLOTS['blocks'])}{comma}{self.street()}"
        elif luck < 0.37:
            street = f"{self.door()} {self._streets.make(rng)}"
        else:
            street = f"{self.door()} {self.street()}"
        luck = rng.random()
        if luck < 0.42:
            return street
        if luck < 0.75:
            return f"{street}{comma}{self.town()}"
        if luck < 0.85:
            return f"{street}{comma}{self.town()}{comma}{self.town()}"
        if luck < 0.9:
            return f"{street}{comma}{self.town()}{comma}{rng.choice(['Norfolk', 'Kent', 'Devon', 'Surrey', 'UK', 'England', 'Essex', 'Wales'])}"
        return f"{street} {rng.choice(['City Centre', 'Town Centre', 'Village', 'Estate'])}"

    def _foreign_address(self) -> str:
        rng = self._rng
        street = rng.choice([
            f"{self.last()}{rng.choice(['strasse', 'gata', 'veien', 'weg', 'straat', 'vagen', 'gasse', 'tie', 'laan', 'vej'])} {rng.randint(1, 200)}",
            f"{rng.choice(['Via', 'Rua', 'Calle', 'ul.', 'Rue de', 'rue', 'Avenida', 'Plaza', 'Boulevard', 'Ulica', 'Piazza'])} {self.last()} {rng.randint(1, 200)}",
            f"{rng.randint(1, 200)} {rng.choice(['rue', 'Rue de', 'avenue', 'boulevard', 'Via', 'chemin'])} {self.last()}",
            f"{rng.randint(1, 9999)} {self.last()} {rng.choice(['Street', 'St', 'Avenue', 'Drive', 'Lane', 'Blvd', 'Court', 'Road', 'Ct', 'Ave'])}",
            f"{self.last()} {rng.choice(['utca', 'u.', 'út', 'tee', 'Platz', 'Allee', 'trg', 'ulica'])} {rng.randint(1, 120)}",
            f"{self.last()} {rng.randint(1, 200)}",
        ])  # fmt: skip
        if rng.random() < 0.35:
            street = f"{rng.randint(1, 99999):0{rng.choice([3, 4, 5])}d} {street}"
        if rng.random() < 0.5:
            street += (
                rng.choice([" ", ", ", "\n", "\n "])
                + f"{rng.choice(['Apt.', 'Suite', 'Apt', 'Unit', '#'])} {rng.randint(1, 999):03d}"
            )
        if rng.random() < 0.75:
            between = rng.choice([", ", " ", "\n", "\n "])
            town = self.town() if rng.random() < 0.4 else self._streets.make(rng)
            street += between + (town.upper() if rng.random() < 0.25 else town)
            street += rng.choice(["", between + rng.choice(SLOTS['country']), f" {rng.randint(1000, 99999):05d}", f"{between}{rng.choice(['CA', 'NY', 'TX', 'BC'])} {rng.randint(10000, 99999)}",
                                  between + rng.choice(SLOTS['country']) + f" {rng.randint(1000, 99999):05d}"])  # fmt: skip
        return street

    # Numbers, times and things

    def postcode(self) -> str:
        rng = self._rng
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        out = "".join(rng.choice(letters) for _ in range(rng.choice([1, 2, 2]))) + str(rng.randint(1, 99))
        return f"{out}{rng.choice([' ', ''])}{rng.randint(0, 9)}{rng.choice(letters)}{rng.choice(letters)}"

    def phone(self) -> str:
        rng = self._rng
        return (
            rng.choice(["07700 900", "07700900", "01632 960", "020 7946 0", "0117 496 0", "+44 7700 900 "])
            + f"{rng.randint(100, 999)}"
        )

    def identifier(self) -> str:
        """A reference, an insurance number and so on: letters and digits in one of the usual groupings."""
        return self._like(self._rng.choice(
            ["AA 99 99 99 A", "AA999999A", "999 999 9999", "9999999999", "999999999", "AA9999999", "AAAAA999999AA9AA", "99999999", "AA99999999", "A999999", "999999999999", "AAA999999", "AAAAAAAA", "A9AA9A9A", "99999999A", "9999999999A", "A9999999999", "999999", "99-99-99", "999-999"]
        ))  # fmt: skip

    def registration(self) -> str:
        return self._like(self._rng.choice(["AA99 AAA", "AA99AAA", "A999 AAA", "AAA 999A", "AAA 9999", "A9 AAA"]))

    def sort_code(self) -> str:
        return self._like(self._rng.choice(["99-99-99", "99 99 99", "999999"]))

    def _like(self, shape: str) -> str:
        """Random letters for A and digits for 9."""
        rng = self._rng
        fill = {"A": lambda: rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ"), "9": lambda: str(rng.randint(0, 9))}
        return "".join(fill[sign]() if sign in fill else sign for sign in shape)

    def email(self) -> str:
        return f"{self.first()}{self._rng.choice(['.', '_', ''])}{self.last()}@example.{self._rng.choice(['com', 'org', 'net'])}".replace(
            " ", ""
        )

    def time(self) -> str:
        rng = self._rng
        hour, minute = rng.randint(1, 12), rng.choice(["00", "15", "30", "45"])
        half = rng.choice(["am", "pm", " pm", "PM", "AM", " p.m."])
        return rng.choice([f"{hour}{half}", f"{hour}:{minute}{half}", f"{rng.randint(10, 22)}:{minute}", f"{hour}.{minute}{half}", f"half {rng.choice(['six', 'past seven', 'eight'])}",
                           f"{hour} o'clock", rng.choice(["noon", "midday", "seven", "eight thirty", "quarter past six"]), f"{hour}{minute}{half}"])  # fmt: skip

    def date(self) -> str:
        rng = self._rng
        day, month, year = rng.randint(1, 28), rng.choice(SLOTS["month"]), rng.randint(1930, 2029)
        ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
        return rng.choice([f"{day} {month}", f"{day}{ending} {month}", f"{month} {day}", f"{day}{ending} of {month}", f"the {day}{ending}", f"{day}/{rng.randint(1, 12)}",
                           f"{day} {month} {year}", f"{day}/{rng.randint(1, 12)}/{year}", f"{rng.choice(SLOTS['day'])}, {month} {day}{ending}",
                           f"{rng.choice(SLOTS['day'])} {day} {month}"])  # fmt: skip

    def guests(self) -> str:
        rng = self._rng
        count = self.small_number()
        return rng.choice([count, f"{count} people", f"{count} adults", f"{count} people", f"{count} of us", f"me and my {rng.choice(SLOTS['kin'])}", "me alone",
                           f"{count} adults and {rng.randint(1, 5)} {rng.choice(['kids', 'children'])}", f"{count} guests", "a party of " + count, "just me"])  # fmt: skip

    def small_number(self) -> str:
        rng = self._rng
        return rng.choice(
            [
                str(rng.randint(1, 30)),
                rng.choice(["two", "three", "four", "five", "six", "seven", "eight", "ten", "twelve", "a couple of"]),
            ]
        )

    def bus(self) -> str:
        return f"{self._rng.choice(['', '', 'X', 'N', 'number '])}{self._rng.randint(1, 300)}"

    def planning(self) -> str:
        rng = self._rng
        return f"{rng.randint(18, 29)}/{rng.randint(100, 99999):05d}/{rng.choice(['FUL', 'HSE', 'LBC', 'TPO', 'OUT', 'COU'])}"

    def word(self) -> str:
        """An ordinary English word."""
        return self._rng.choice(self._words)
