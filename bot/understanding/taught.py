"""What training knew: a service that came later is recognised by its pages alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.understanding.scores import intent_of


@dataclass(frozen=True, slots=True)
class Taught:
    """The intents that have examples, and every word with a meaning of its own in the examples of services."""

    intents: frozenset[str]
    words: frozenset[str]

    def without(self, services: Iterable[str]) -> Taught:
        """As if some services had no examples. Their words stay known: other examples may hold them too."""
        return replace(self, intents=self.intents - {intent_of(slug) for slug in services})
