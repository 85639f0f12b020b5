"""The life of a case as a table: from where each transition leads to where, and everything that it does besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.casework.life.case_state import LIVE, Status
from api.conversation.ownership import By, Move
from api.kernel.audit import Action


class Transition(StrEnum):
    """What can happen to a case."""

    OPEN = "open"  # a resident, a form or another program brings it
    ADD = "add"  # the assistant adds to a case that is under way
    RESIDENT_WROTE = "resident_wrote"  # the resident writes while it is under way
    OFFER = "offer"  # to somebody who is there, by turns
    LAPSE = "lapse"  # nobody accepted the offer in time, or whoever it was for has left
    ACCEPT = "accept"
    DECLINE = "decline"
    CLAIM = "claim"
    RELEASE = "release"  # the assistant answers again, the case waits
    RETURN = "return"  # somebody else is to join
    TRANSFER = "transfer"  # to another team
    PASS_TO_PERSON = "pass_to_person"  # noqa: S105
    HOLDER_LEAVES = "holder_leaves"  # the account of whoever has it is disabled
    SNOOZE = "snooze"
    WAKE = "wake"
    COME_DUE = "come_due"  # the time until which it was put off has come
    PRIORITISE = "prioritise"
    FLAG = "flag"  # for safeguarding
    MARK_LATE = "mark_late"  # an answer in between is late
    ESCALATE = "escalate"  # and it stays where it is
    ESCALATE_TO_PERSON = "escalate_to_person"
    ESCALATE_TO_TEAM = "escalate_to_team"
    CLOSE = "close"
    CLOSE_OUTSIDE = "close_outside"  # another system does
    MERGE = "merge"
    REDIRECT = "redirect"  # the case that it was merged into was merged on
    REOPEN = "reopen"  # the resident writes again
    REOPEN_OUTSIDE = "reopen_outside"  # another system does


class ClockChange(StrEnum):
    """What happens to the clocks of a case."""

    KEEP = "keep"
    START = "start"  # whatever does not run begins to, the clock for the end goes on
    OWE_ANSWER = "owe an answer"  # the resident wrote: the clock for the next answer starts, that for the end goes on
    RETARGET = "go by the new team and priority"
    KEEP_TARGET = "count other hours"  # what was promised stays promised
    MEET = "met"


class PendingReply(StrEnum):
    """What happens to a reply that can still be taken back."""

    KEEP = "keep"
    SEND = "send first"


class Notice(StrEnum):
    """What the resident is told; the words are in `residents` of wording.yml."""

    JOINED = "joined"
    HANDED_BACK = "handed back"
    RETURNED = "returned"
    PASSED_ON = "passed on"
    PASSED_TO = "passed to a person"
    HOLDER_LEFT = "holder left"
    ESCALATED = "escalated"
    CLOSED = "closed"
    MERGED = "merged"
    REOPENED = "opened again"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a transition does. `sets` and `clears` name columns of CaseState; `after` is None where the status stays.

    `by` is who makes the moves in the database's eyes: an escalation takes a case from its holder as staff would.
    `moves` says, by the status before, how the conversation's owner changes, and `notices` what the resident is told.
    """

    before: frozenset[Status | None]  # None is a case that is not there yet
    after: Status | None
    by: By
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    clocks: ClockChange = ClockChange.KEEP
    pending: PendingReply = PendingReply.KEEP
    moves: tuple[tuple[Status | None, Move], ...] = ()
    notices: tuple[tuple[Status | None, Notice], ...] = ()
    audit: Action | None = None
    rings: bool = False  # an urgent case rings from here on; one that becomes urgent does in any case
    reason: str | None = None  # why a person is needed now, in front of the reasons of the hand-over


_NEW, _OPEN, _CLAIMED, _CLOSED = (frozenset({each}) for each in (None, Status.OPEN, Status.CLAIMED, Status.CLOSED))
_OFFER = ("assigned_to", "accept_by")
_AWAY = ("claimed_by", *_OFFER)
_WAITS = (*_AWAY, "ignored_by", "snoozed_until")
_CLOSING = ("closed_at", "closed_by", "close_reason", "close_outcome")
_REQUEUED = ((Status.CLAIMED, Move.REQUEUE),)


def _told(notice: Notice, *before: Status) -> tuple[tuple[Status | None, Notice], ...]:
    return tuple((status, notice) for status in before or Status)


def _if_live(move: Move) -> tuple[tuple[Status | None, Move], ...]:
    return ((Status.OPEN, move), (Status.CLAIMED, move))


def _without(names: tuple[str, ...], *less: str) -> tuple[str, ...]:
    return tuple(name for name in names if name not in less)


_T, _S, _C, _A = Transition, Status, ClockChange, Action
_SEND = PendingReply.SEND
RULES: Mapping[Transition, Rule] = {
    _T.OPEN: Rule(
        _NEW, _S.OPEN, By.RESIDENT, ("team", "priority"), clocks=_C.START, moves=((None, Move.ASK),), rings=True
    ),
    _T.ADD: Rule(
        LIVE, None, By.RESIDENT, (), ("snoozed_until",), _C.START, moves=_if_live(Move.ASK), rings=True
    ),
    _T.RESIDENT_WROTE: Rule(LIVE, None, By.RESIDENT, (), ("snoozed_until",), _C.OWE_ANSWER),
    _T.OFFER: Rule(_OPEN, None, By.SYSTEM, _OFFER, audit=_A.CASE_DEALT),
    _T.LAPSE: Rule(_OPEN, None, By.SYSTEM, ("ignored_by",), _OFFER, audit=_A.CASE_RETURNED),
    _T.ACCEPT: Rule(
        _OPEN, _S.CLAIMED, By.STAFF, ("claimed_by",), _without(_WAITS, "claimed_by"),
        moves=((_S.OPEN, Move.JOIN),), notices=_told(Notice.JOINED), audit=_A.CASE_ACCEPTED,
    ),
    _T.DECLINE: Rule(_OPEN, None, By.STAFF, ("ignored_by",), _OFFER, audit=_A.CASE_DECLINED),
    _T.CLAIM: Rule(
        _OPEN, _S.CLAIMED, By.STAFF, ("claimed_by",), _without(_WAITS, "claimed_by"),
        moves=((_S.OPEN, Move.JOIN),), notices=_told(Notice.JOINED), audit=_A.CASE_CLAIMED,
    ),
    _T.RELEASE: Rule(
        _CLAIMED, _S.OPEN, By.STAFF, (), ("claimed_by",), pending=_SEND,
        moves=((_S.CLAIMED, Move.HAND_BACK),), notices=_told(Notice.HANDED_BACK), audit=_A.CASE_HANDED_BACK,
    ),
    _T.RETURN: Rule(
        _CLAIMED, _S.OPEN, By.STAFF, ("ignored_by",), _without(_WAITS, "ignored_by"), pending=_SEND,
        moves=_REQUEUED, notices=_told(Notice.RETURNED), audit=_A.CASE_RETURNED,
    ),
    _T.TRANSFER: Rule(
        LIVE, _S.OPEN, By.STAFF, ("team",), _WAITS, _C.RETARGET, _SEND,
        moves=_REQUEUED, notices=_told(Notice.PASSED_ON), audit=_A.CASE_TRANSFERRED,
    ),
    _T.PASS_TO_PERSON: Rule(
        LIVE, _S.OPEN, By.STAFF, _OFFER, _without(_WAITS, *_OFFER), pending=_SEND,
        moves=_REQUEUED, notices=_told(Notice.PASSED_TO), audit=_A.CASE_TRANSFERRED,
    ),
    _T.HOLDER_LEAVES: Rule(
        _CLAIMED, _S.OPEN, By.STAFF, (), _AWAY, pending=_SEND,
        moves=_REQUEUED, notices=_told(Notice.HOLDER_LEFT), audit=_A.CASE_RETURNED,
    ),
    _T.SNOOZE: Rule(LIVE, None, By.STAFF, ("snoozed_until",), _OFFER, audit=_A.CASE_SNOOZED),
    _T.WAKE: Rule(LIVE, None, By.STAFF, (), ("snoozed_until",), audit=_A.CASE_SNOOZED),
    _T.COME_DUE: Rule(LIVE, None, By.SYSTEM, (), ("snoozed_until",)),
    _T.PRIORITISE: Rule(
        LIVE, None, By.STAFF, ("priority", "snoozed_until"), (), _C.RETARGET, audit=_A.CASE_PRIORITISED
    ),
    _T.FLAG: Rule(LIVE, None, By.STAFF, ("priority",), ("snoozed_until",), _C.RETARGET, audit=_A.CASE_FLAGGED),
    _T.MARK_LATE: Rule(LIVE, None, By.SYSTEM, ("escalated_at",), audit=_A.CASE_ESCALATED),
    _T.ESCALATE: Rule(
        LIVE, None, By.SYSTEM, ("escalated_at", "priority"), ("snoozed_until",), _C.KEEP_TARGET,
        audit=_A.CASE_ESCALATED,
    ),
    _T.ESCALATE_TO_PERSON: Rule(
        LIVE, _S.OPEN, By.STAFF, ("escalated_at", "priority", *_OFFER), _without(_WAITS, *_OFFER), _C.KEEP_TARGET,
        _SEND, _REQUEUED, _told(Notice.ESCALATED, _S.CLAIMED), _A.CASE_ESCALATED,
    ),
    _T.ESCALATE_TO_TEAM: Rule(
        LIVE, _S.OPEN, By.STAFF, ("escalated_at", "priority", "team"), _WAITS, _C.KEEP_TARGET,
        _SEND, _REQUEUED, _told(Notice.ESCALATED, _S.CLAIMED), _A.CASE_ESCALATED,
    ),
    _T.CLOSE: Rule(
        _CLAIMED, _S.CLOSED, By.STAFF, _CLOSING, _WAITS, _C.MEET, _SEND,
        ((_S.CLAIMED, Move.FINISH),), _told(Notice.CLOSED), _A.CASE_CLOSED,
    ),
    _T.CLOSE_OUTSIDE: Rule(
        _OPEN, _S.CLOSED, By.SYSTEM, _CLOSING, _WAITS, _C.MEET, _SEND,
        ((_S.OPEN, Move.SETTLE),), _told(Notice.CLOSED), _A.CASE_CLOSED,
    ),
    _T.MERGE: Rule(
        LIVE, _S.CLOSED, By.STAFF, (*_CLOSING, "merged_into"), _WAITS, _C.MEET, _SEND,
        _if_live(Move.FINISH), _told(Notice.MERGED), _A.CASE_MERGED,
    ),
    _T.REDIRECT: Rule(_CLOSED, None, By.SYSTEM, ("merged_into",)),
    _T.REOPEN: Rule(
        _CLOSED, _S.OPEN, By.RESIDENT, (), (*_WAITS, *_CLOSING, "merged_into"), _C.START,
        moves=((_S.CLOSED, Move.ASK),), audit=_A.CASE_REOPENED, rings=True, reason="replied",
    ),
    _T.REOPEN_OUTSIDE: Rule(
        _CLOSED, _S.OPEN, By.SYSTEM, (), (*_WAITS, *_CLOSING, "merged_into"), _C.START,
        moves=((_S.CLOSED, Move.ASK),), notices=_told(Notice.REOPENED), audit=_A.CASE_REOPENED, rings=True,
        reason="reopened_outside",
    ),
}  # fmt: skip
