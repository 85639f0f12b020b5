"""What can stand in the way of a booking, in words for a resident."""

from __future__ import annotations

from api.bookings.wording import say
from api.kernel.errors import Conflict, NotFound


class BookingNotFound(NotFound):
    """No such booking, or what was shown does not prove that it is theirs."""

    code = "booking_not_found"
    detail = say("errors.booking_not_found")


class SlotGone(Conflict):
    """Somebody was quicker, or it is too late for that time."""

    code = "slot_gone"
    detail = say("errors.slot_gone")


class HoldGone(Conflict):
    """The hold has run out, and its time may belong to somebody else."""

    code = "hold_gone"
    detail = say("errors.hold_gone")


class LimitReached(Conflict):
    """The household has as many as it may have."""

    code = "limit_reached"

    def __init__(self, most: int, per: str) -> None:
        super().__init__(say("errors.limit_reached", count=most, period=per))


class TooLate(Conflict):
    """The time for this has passed."""

    code = "too_late"
    detail = say("errors.too_late")


class NotPossible(Conflict):
    """The booking is in no state for this."""

    code = "booking_not_open"
    detail = say("errors.not_open")
