"""What training knew: a service that came later is recognised by its pages alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taught:
    """The intents that have examples, and every word with a meaning of its own in the examples of services."""

    intents: frozenset[str]
    words: frozenset[str]
