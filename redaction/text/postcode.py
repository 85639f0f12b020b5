"""The one shape of a UK postcode, and how it is written: `NB1 2AB`.

An outward code ("NB1") names a post town's district, an inward code ("2AB") a few homes in it.
"""

from __future__ import annotations

import re

from redaction.text.fold import folded

# https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom#Formatting
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
INWARD = r"[0-9][A-Z]{2}"
# The letters that the Postcode Address File gives out; the special case is GIR 0AA. Whoever invents one keeps to none.
OUTWARD_IN_USE = r"(?:[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRVWXY]))"
INWARD_IN_USE = r"\d[ABD-HJLNP-UW-Z]{2}"
LONGEST = 7  # letters and digits

_WRITTEN = re.compile(rf"\b({OUTWARD})\s*({INWARD})\b", re.IGNORECASE)


def postcodes_in(text: str) -> list[str]:
    """Every postcode in a text, each as it is written: `NB1 2AB`."""
    return [f"{found[1]} {found[2]}".upper() for found in _WRITTEN.finditer(text)]


def postcode_in(text: str) -> str | None:
    """The first postcode in a text; None where there is none."""
    return next(iter(postcodes_in(text)), None)


def as_postcode(typed: str) -> str | None:
    """The postcode that `typed` is, whatever signs stand between its letters; None where it is none."""
    bare = "".join(sign for sign in folded(typed) if sign.isascii() and sign.isalnum())
    return postcode_in(bare) if _WRITTEN.fullmatch(bare) else None


def is_postcode(text: str) -> bool:
    """Whether `text` is a postcode and nothing else, in any case, with or without spaces."""
    return _WRITTEN.fullmatch(text) is not None


def without_postcodes(text: str) -> str:
    """`text` with a space for each postcode."""
    return _WRITTEN.sub(" ", text)
