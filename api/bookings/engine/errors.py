"""What can stand in the way of a booking, in words for a resident."""

from __future__ import annotations

from api.kernel.errors import Conflict, NotFound


class BookingNotFound(NotFound):
    """No such booking, or what was shown does not prove that it is theirs."""

    code = "booking_not_found"
    detail = "We could not find a booking with that reference and postcode. Check both and try again."


class SlotGone(Conflict):
    """Somebody was quicker, or it is too late for that time."""

    code = "slot_gone"
    detail = "That time is no longer free. Please choose another."


class HoldGone(Conflict):
    """The hold has run out, and its time may belong to somebody else."""

    code = "hold_gone"
    detail = "We kept that time for you for a while, and then let it go. Please choose it again."


class LimitReached(Conflict):
    """The household has as many as it may have."""

    code = "limit_reached"

    def __init__(self, most: int, per: str) -> None:
        many = "1 booking" if most == 1 else f"{most} bookings"
        super().__init__(f"Your address already has {many} within {per}, which is as many as a home can have.")


class TooLate(Conflict):
    """The time for this has passed."""

    code = "too_late"
    detail = "It is too late to do this online. Please call us."


class NotPossible(Conflict):
    """The booking is in no state for this."""

    code = "booking_not_open"
    detail = "This booking has ended or was cancelled, so it cannot be changed."
