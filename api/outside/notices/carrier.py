"""The port through which notices leave, and what crosses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from api.db.tables.notice_kinds import Channel, NoticeKind, NoticeState


@dataclass(frozen=True, slots=True)
class NoticeMessage:
    """One notice, ready to go. Where the carrier takes values, `recipient` and `facts` are in clear: memory only."""

    id: str
    kind: NoticeKind
    channel: Channel
    recipient: str = field(repr=False)
    facts: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the carrier did with a message: its own id for it, and how it stands."""

    carrier_id: str | None = None
    state: NoticeState = NoticeState.SENT
    reason: str | None = None


class Carrier(Protocol):
    """Takes messages to residents. Errors are `api.kernel.outside_faults`."""

    name: str
    takes_values: bool  # whether it needs the resident's details in clear

    async def send(self, message: NoticeMessage) -> Carried:
        """Hands it over, once for each call. Raises Later (doubtful where it may have gone all the same) or Refused."""

    async def find(self, message_id: str) -> Carried | None:
        """What became of a message that may have been handed over; None if it never was. Raises Later or Refused."""
