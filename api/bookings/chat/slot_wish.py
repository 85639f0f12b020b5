"""When somebody would like to come, as the dialogue writes it, and the times that are offered for it."""

from __future__ import annotations

import re
from datetime import date
from typing import cast

from api.bookings.engine.slot_search import PartOfDay, SlotWish
from api.bookings.engine.slots import Slot
from api.bookings.pages.booking_words import slot_in_words, weekday
from bot.forms.form import Choice

OFFERED, A_DAY = 6, 2  # times that are offered at once, and of one day
_WISH = re.compile(r"(?:(\d{4}-\d\d)(-\d\d)?)? ?(morning|afternoon|evening)?")


def wish_of(value: str) -> SlotWish | None:
    """What `2026-12-01`, `2026-12`, `morning` or nothing asks for; None for anything else."""
    found = _WISH.fullmatch(value.strip())
    if found is None:
        return None
    part = cast(PartOfDay, found[3] or "")
    try:
        if found[2]:
            on = date.fromisoformat(found[1] + found[2])
            return SlotWish(on, on, part, most=8)
        if found[1]:
            first = date.fromisoformat(f"{found[1]}-01")
            return SlotWish(first, date(first.year + first.month // 12, first.month % 12 + 1, 1), part, OFFERED, A_DAY)
    except ValueError:
        return None
    return SlotWish(part=part, most=OFFERED, a_day=A_DAY)


def option_of(slot: Slot) -> Choice:
    """A free time as a choice, known by its weekday too."""
    return Choice(slot.code, slot_in_words(slot), (weekday(slot.starts),))
