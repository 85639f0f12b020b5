"""Where something is: a point on the map, or words. Points are rounded to five decimals, about a metre."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from redaction.text.placeholders import find, holds, replace

_POINT = re.compile(r"geo:(-?\d{1,2}(?:\.\d{1,15})?),(-?\d{1,3}(?:\.\d{1,15})?)(?:;[\w=.;-]{0,40})?", re.ASCII)
_LEADING = frozenset(
    ("outside", "near", "by", "opposite", "at", "on", "in", "the", "a", "next", "to", "just", "front", "of", "behind")
)
_SAME = {"rd": "road", "st": "street", "ave": "avenue", "ln": "lane", "cl": "close", "dr": "drive", "sq": "square"}
EARTH = 6_371_000  # metres
LONGEST = 300  # characters of a place in words


@dataclass(frozen=True, slots=True)
class Point:
    """A point on the map, in degrees of WGS84."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"geo:{self.latitude:.5f},{self.longitude:.5f}"

    def metres_to(self, other: Point) -> float:
        """The way over the ground, as the crow flies."""
        south, north = radians(self.latitude), radians(other.latitude)
        east = radians(other.longitude - self.longitude)
        chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
        return 2 * EARTH * asin(sqrt(chord))


def point(latitude: float, longitude: float) -> Point | None:
    """A point on the Earth, rounded; None for anything else."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Point(round(latitude, 5), round(longitude, 5))


def read_point(text: str) -> Point | None:
    """The point that a `geo:51.50000,-0.12000` names (RFC 5870), or None."""
    found = _POINT.fullmatch(text.strip())
    return point(float(found[1]), float(found[2])) if found else None


def is_private(text: str) -> bool:
    """Whether the words hold personal data, as placeholders."""
    return holds(text)


def hidden_in(text: str) -> tuple[str, ...]:
    """The placeholders in the words, in their order."""
    return tuple(map(str, find(text)))


def without_details(text: str) -> str:
    """The words without their placeholders, for eyes that may not see them."""
    return " ".join(replace(text, lambda _: " ").split()).strip(" ,;.")


def same_place(text: str) -> str:
    """What the words come down to, so that two ways to name a place meet; empty where nobody may compare them."""
    if is_private(text):
        return ""
    words = re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("’", ""))
    while words and words[0] in _LEADING:
        words = words[1:]
    return " ".join(_SAME.get(word, word) for word in words if word != "the")
