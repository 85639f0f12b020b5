"""What a notice is about, how it goes, and how it stands."""

from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """The occasion of a notice: what a resident is told."""

    CONFIRMATION = "confirmation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    REMINDER = "reminder"
    EXPIRY = "expiry"  # a booking that was not paid for in time
    REFUND = "refund"  # money that came too late goes back
    BALANCE = "balance"  # the rest after a deposit is to be paid
    TRANSCRIPT = "transcript"  # a copy of the conversation, which the resident asked for


class Channel(StrEnum):
    """The way by which a notice goes: email or text message."""

    EMAIL = "email"
    SMS = "sms"


class NoticeState(StrEnum):
    """How far the delivery of a notice has come."""

    WAITING = "waiting"
    SENDING = "sending"  # an attempt is under way, or was cut off: it is looked for before it is sent again
    SENT = "sent"  # handed over; what became of it is not known, or not yet
    DELIVERED = "delivered"
    BOUNCED = "bounced"  # the resident's provider did not take it
    FAILED = "failed"  # it could not be handed over
    WITHDRAWN = "withdrawn"  # no longer true before it went, such as the reminder of a cancelled booking


NOT_SAFE = "not_safe"  # the reason of what was withdrawn because its resident told of danger
OPEN = (NoticeState.WAITING, NoticeState.SENDING)
TROUBLED = (NoticeState.BOUNCED, NoticeState.FAILED)
