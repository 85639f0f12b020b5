"""How a case stands, as a value: everything about a case that only a transition changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Whether a case waits, is being worked on, or is done."""

    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


LIVE = frozenset({Status.OPEN, Status.CLAIMED})


@dataclass(frozen=True, slots=True)
class CaseState:
    """The columns of a case that belong to its life. People are ids of staff, moments have a time zone."""

    team: str
    priority: str
    status: Status = Status.OPEN
    claimed_by: int | None = None
    assigned_to: int | None = None  # to whom the open case is offered
    accept_by: datetime | None = None
    ignored_by: tuple[int, ...] = ()  # who is not offered it again
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None  # None when another system closed it
    close_reason: str | None = None
    close_outcome: str | None = None
    merged_into: str | None = None
    escalated_at: datetime | None = None


def faults(state: CaseState) -> Iterator[str]:
    """What cannot be true of a case at the same time, in words; nothing for every state that transitions lead to."""
    closed, claimed = state.status is Status.CLOSED, state.status is Status.CLAIMED
    if claimed is (state.claimed_by is None):
        yield "a case is claimed by somebody, and no other case is"
    if len({closed, state.closed_at is not None, bool(state.close_reason), bool(state.close_outcome)}) > 1:
        yield "a closed case has a moment, a reason and an outcome, and no other case has"
    if (state.assigned_to is None) is not (state.accept_by is None):
        yield "an offer is to somebody and until a moment"
    if state.assigned_to is not None and state.status is not Status.OPEN:
        yield "only an open case is offered to somebody"
    if state.snoozed_until is not None and (closed or state.priority == "urgent"):
        yield "a closed or urgent case is not put off"
    if not closed and (state.closed_by is not None or state.merged_into is not None):
        yield "only a closed case was closed by somebody, or merged"
