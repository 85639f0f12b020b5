"""People's names as they are written: given and family names of one origin, initials, particles, made-up ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from redaction.ner.pools import MadeUp, Pool

_PARTICLES = ("de", "van", "von", "da", "del", "de la", "van der", "al", "El", "Le", "Di", "bin", "dos")
_PREFIXES = ("O'", "Mc", "Mac", "D'", "Fitz")
_CALENDAR = ("April", "May", "June", "August", "January", "Friday", "Sunday", "Monday", "Summer", "Winter", "Noel")
_SUFFIXES = ("II", "III", "Jr", "Jr.", "Snr", "IV")


class People:
    """Makes up people from pools of names. `made_up_share` of the names are on no list."""

    def __init__(
        self, rng: random.Random, pools: Sequence[Pool], made_up_share: float, word: Callable[[], str]
    ) -> None:
        self._rng = rng
        self._pools = pools
        self._share = made_up_share
        self._word = word
        self._firsts = [MadeUp(pool.first) for pool in pools]
        self._lasts = [MadeUp(pool.last) for pool in pools]

    def first(self, origin: int | None = None) -> str:
        """A given name, now and then two."""
        rng = self._rng
        at = rng.randrange(len(self._pools)) if origin is None else origin
        name = self._firsts[at].make(rng) if rng.random() < self._share else rng.choice(self._pools[at].first)
        return f"{name}{rng.choice('- ')}{self.first(at)}" if rng.random() < 0.02 else name

    def last(self, origin: int | None = None) -> str:
        """A family name, now and then double or with a particle."""
        rng = self._rng
        at = rng.randrange(len(self._pools)) if origin is None else origin
        name = self._lasts[at].make(rng) if rng.random() < self._share else rng.choice(self._pools[at].last)
        luck = rng.random()
        if luck < 0.03:
            return f"{name}-{rng.choice(self._pools[at].last)}"
        if luck < 0.05:
            return f"{rng.choice(_PARTICLES)} {name}"
        return rng.choice(_PREFIXES) + name if luck < 0.07 else name

    def name(self) -> str:
        """A person: mostly given and family name of one origin, sometimes of two, sometimes one alone."""
        rng = self._rng
        luck = rng.random()
        if luck < 0.08:
            return self._with_word(luck)
        if luck < 0.18:
            return self.first()
        if luck < 0.23:
            return self.last()
        at = rng.randrange(len(self._pools))
        first, last = self.first(at), self.last(at)
        if luck < 0.29:
            return self._with_initial(first, last, self.first(at)[0])
        if luck < 0.34:
            return f"{first} {self.first(at)} {last}"
        if luck < 0.40:
            return f"{first} {self.last()}"
        if luck < 0.42:
            return f"{first} {last} {rng.choice(_SUFFIXES)}"
        return f"{first}  {last}" if luck < 0.43 else f"{first} {last}"

    def _with_word(self, luck: float) -> str:
        """A name one part of which is an ordinary word, a month or a day, as many are."""
        word = self._word().capitalize() if luck < 0.07 else self._rng.choice(_CALENDAR)
        if luck < 0.008:
            return f"{word} {self._word().capitalize()}"
        return f"{self.first()} {word}" if luck < 0.045 else f"{word} {self.last()}"

    def _with_initial(self, first: str, last: str, middle: str) -> str:
        return self._rng.choice(
            (
                f"{first[0]}. {last}",
                f"{first} {middle}. {last}",
                f"{first} {middle} {last}",
                f"{first[0]} {last}",
                f"{first} {last[0]}",
                f"{first} {last[0]}.",
            )
        )
