"""What a page about another body is: whose business it is, how to reach them, and how residents ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An enquiry that sounds like another body's business and is the council's: `service` is its slug."""

    enquiry: str
    service: str


@dataclass(frozen=True, slots=True)
class OtherBodyPage:
    """A page about a body that residents take the council for. `body` is its key, `name` as it reads in a sentence.

    `summary`, `url` and `phone` are quoted to the resident; `examples` are enquiries that belong there.
    """

    body: str
    name: str
    title: str
    summary: str
    url: str
    phone: str
    reviewed_on: date | None
    examples: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]
    text: str
