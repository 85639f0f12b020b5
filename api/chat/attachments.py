"""What a resident may send beside words, when the bot has just asked for it: a photo's code, a point on the map."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SHAPES: Mapping[str, re.Pattern[str]] = {
    "photo": re.compile(r"photo:[a-z]{16}"),
    "place": re.compile(r"place:geo:-?\d{1,2}\.\d{1,5},-?\d{1,3}\.\d{1,5}", re.ASCII),
}


def is_attachment(choice: str, wants: str | None) -> bool:
    """Whether the choice is what the bot's last message wants."""
    shape = _SHAPES.get(wants or "")
    return shape is not None and shape.fullmatch(choice) is not None
