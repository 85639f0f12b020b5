"""The words of addresses as people write them, made comparable."""

from __future__ import annotations

import re

from redaction.text import fold

_SHORT = {
    "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close", "cres": "crescent", "cr": "crescent",
    "sq": "square", "dr": "drive", "gdns": "gardens", "gdn": "gardens", "ct": "court", "crt": "court", "pl": "place",
    "terr": "terrace", "tce": "terrace", "ter": "terrace", "gr": "grove", "pk": "park", "hse": "house",
    "bldg": "building", "apt": "flat", "apartment": "flat", "flt": "flat", "no": "", "number": "", "saint": "st",
}  # fmt: skip
KINDS = frozenset({
    "road", "street", "lane", "avenue", "close", "crescent", "square", "drive", "gardens", "court", "place", "terrace",
    "grove", "park", "way", "hill", "row", "green", "walk", "mews", "view", "rise", "yard", "wharf", "quay",
})  # fmt: skip
_SIGNS = re.compile(r"[^a-z0-9/-]+")


def plain(text: str) -> str:
    """Small letters, no signs, short forms written out: `14 Mill Ln.` becomes `14 mill lane`."""
    letters = fold.plain(text).replace("'", "")
    words = [_SHORT.get(word, word) for word in _SIGNS.sub(" ", letters).split()]
    if len(words) > 1 and words[-1] == "st":
        words[-1] = "street"  # at the end it is no saint
    return " ".join(word.strip("-/") for word in words if word.strip("-/"))
