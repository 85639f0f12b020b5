"""The one life of a case: a pure function for each transition, which says everything that the transition does.

Nothing here waits, writes or knows the time. `apply_case.py` carries a change out; nobody else writes these columns.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from api.casework.life.case_rules import RULES, ClockChange, Notice, PendingReply, Rule, Transition
from api.casework.life.case_state import CaseState, Status
from api.casework.wording import say
from api.conversation.ownership import By, Move
from api.kernel.audit import Action
from api.kernel.errors import Conflict
from bot.turn import Priority

DUPLICATE, NOTHING = "duplicate", "nothing"  # why a merged case was closed, and what came of it
STEPS = (Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT)
_EMPTY = {field.name: field.default for field in fields(CaseState)}


class TransitionRefused(Conflict):
    """The case stands in another way than the transition begins with."""

    code = "transition_refused"


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that one transition does to one case. `before` is None for a new case."""

    transition: Transition
    before: CaseState | None
    after: CaseState
    clocks: ClockChange
    pending: PendingReply
    move: Move | None  # of the conversation's owner
    by: By  # who makes that move
    notice: Notice | None
    audit: Action | None
    rings: bool
    reason: str | None


def opened(team: str, priority: str, *, asks: bool) -> Change:
    """A new case. `asks` where the resident waits for a person from now on."""
    change = _with(RULES[Transition.OPEN], Transition.OPEN, None, CaseState(team, priority))
    return change if asks else replace(change, move=None)


def added(case: CaseState, *, asks: bool) -> Change:
    """More was said about a case that is under way."""
    change = _change(case, Transition.ADD)
    return change if asks else replace(change, move=None)


def resident_wrote(case: CaseState) -> Change:
    """The resident wrote: what was put off is back, and an answer is owed."""
    return _change(case, Transition.RESIDENT_WROTE)


def offered(case: CaseState, to: int, until: datetime) -> Change:
    """The case is that person's to accept until then."""
    if case.assigned_to is not None:
        raise TransitionRefused(say("life.offered_already"))
    return _change(case, Transition.OFFER, assigned_to=to, accept_by=until)


def lapsed(case: CaseState) -> Change:
    """The case waits for anybody again, except whom it was offered to."""
    if case.accept_by is None:
        raise TransitionRefused(say("life.offered_to_nobody"))
    who = () if case.assigned_to is None else (case.assigned_to,)  # None: their account is no more
    return _change(case, Transition.LAPSE, ignored_by=(*case.ignored_by, *who))


def accepted(case: CaseState, by: int) -> Change:
    """Whoever was offered the case takes it."""
    _refuse_not_offered(case, by)
    return _change(case, Transition.ACCEPT, claimed_by=by)


def declined(case: CaseState, by: int) -> Change:
    """Whoever was offered the case leaves it to others."""
    _refuse_not_offered(case, by)
    return _change(case, Transition.DECLINE, ignored_by=(*case.ignored_by, by))


def claimed(case: CaseState, by: int) -> Change:
    """The case is that person's, and the assistant falls silent."""
    return _change(case, Transition.CLAIM, claimed_by=by)


def released(case: CaseState) -> Change:
    """The assistant answers again; the case waits in its queue."""
    return _change(case, Transition.RELEASE)


def returned(case: CaseState, by: int) -> Change:
    """The case waits for somebody else than `by`, and so does its resident."""
    return _change(case, Transition.RETURN, ignored_by=(by,))


def transferred(case: CaseState, team: str) -> Change:
    """The case waits in another team's queue."""
    if team == case.team:
        raise TransitionRefused(say("life.same_team"))
    return _change(case, Transition.TRANSFER, team=team)


def passed_to(case: CaseState, to: int, until: datetime) -> Change:
    """The case is that person's to accept until then, whoever had it."""
    if to == case.claimed_by:
        raise TransitionRefused(say("life.same_person"))
    return _change(case, Transition.PASS_TO_PERSON, assigned_to=to, accept_by=until)


def holder_left(case: CaseState) -> Change:
    """The account of whoever has the case was disabled."""
    return _change(case, Transition.HOLDER_LEAVES)


def snoozed(case: CaseState, until: datetime) -> Change:
    """The case is put off. An urgent one cannot be."""
    if case.priority == Priority.URGENT:
        raise TransitionRefused(say("life.urgent_not_put_off"))
    return _change(case, Transition.SNOOZE, snoozed_until=until)


def woken(case: CaseState) -> Change:
    """Somebody ends the putting off."""
    return _change(case, Transition.WAKE)


def come_due(case: CaseState) -> Change:
    """The time until which the case was put off has come."""
    return _change(case, Transition.COME_DUE)


def prioritised(case: CaseState, priority: str) -> Change:
    """The case has another priority; what becomes urgent is no longer put off."""
    until = None if priority == Priority.URGENT else case.snoozed_until
    return _change(case, Transition.PRIORITISE, priority=priority, snoozed_until=until)


def flagged(case: CaseState) -> Change:
    """The case is flagged for safeguarding: high priority at least, and no longer put off."""
    return _change(case, Transition.FLAG, priority=STEPS[max(_step(case.priority), _step(Priority.HIGH))].value)


def marked_late(case: CaseState, at: datetime) -> Change:
    """An answer in between is late: that is marked, and nothing else changes."""
    return _change(case, Transition.MARK_LATE, escalated_at=case.escalated_at or at)


def escalated(case: CaseState, at: datetime) -> Change:
    """One priority up; whoever has the case keeps it."""
    return _change(case, Transition.ESCALATE, escalated_at=at, priority=_above(case.priority))


def escalated_to(case: CaseState, at: datetime, to: int, until: datetime) -> Change:
    """One priority up, and the case is that person's to accept until then."""
    up = _above(case.priority)
    return _change(case, Transition.ESCALATE_TO_PERSON, escalated_at=at, priority=up, assigned_to=to, accept_by=until)


def escalated_to_team(case: CaseState, at: datetime, team: str) -> Change:
    """One priority up, and the case waits in the queue of the team for such cases."""
    return _change(case, Transition.ESCALATE_TO_TEAM, escalated_at=at, priority=_above(case.priority), team=team)


def closed(case: CaseState, at: datetime, by: int, reason: str, outcome: str, *, end_chat: bool = False) -> Change:
    """Whoever has the case, or a supervisor, closes it; with `end_chat` the conversation ends with it."""
    change = _change(case, Transition.CLOSE, closed_at=at, closed_by=by, close_reason=reason, close_outcome=outcome)
    return replace(change, move=Move.STOP) if end_chat else change


def closed_outside(case: CaseState, at: datetime, reason: str, outcome: str) -> Change:
    """Another system closes a case that nobody here has."""
    return _change(
        case, Transition.CLOSE_OUTSIDE, closed_at=at, closed_by=None, close_reason=reason, close_outcome=outcome
    )


def merged(case: CaseState, at: datetime, by: int, into: str, *, other_chat: bool) -> Change:
    """The case is closed as the same as another; `other_chat` where that one comes from another conversation.

    An unclaimed case of the same conversation leaves its resident waiting: the case that goes on is theirs.
    """
    change = _change(
        case,
        Transition.MERGE,
        closed_at=at,
        closed_by=by,
        close_reason=DUPLICATE,
        close_outcome=NOTHING,
        merged_into=into,
    )
    return change if other_chat or case.status is Status.CLAIMED else replace(change, move=None)


def redirected(case: CaseState, into: str) -> Change:
    """The case that this one was merged into was itself merged into another."""
    if case.merged_into is None:
        raise TransitionRefused(say("life.not_merged"))
    return _change(case, Transition.REDIRECT, merged_into=into)


def reopened(case: CaseState) -> Change:
    """The resident wrote about a closed case: it waits again, and so do they."""
    return _change(case, Transition.REOPEN)


def reopened_outside(case: CaseState) -> Change:
    """Another system opens a closed case again: it waits, and its resident is told and waits too."""
    return _change(case, Transition.REOPEN_OUTSIDE)


def _change(case: CaseState, transition: Transition, **given: Any) -> Change:
    """The rule of the transition carried out on the case. Raises TransitionRefused."""
    rule = RULES[transition]
    if case.status not in rule.before:
        raise TransitionRefused()
    if set(given) != set(rule.sets):
        raise TypeError(f"{transition} sets {rule.sets}, not {tuple(given)}")
    cleared = {name: _EMPTY[name] for name in rule.clears}
    after = replace(case, **{**cleared, **given, "status": rule.after or case.status})
    return _with(rule, transition, case, after)


def _with(rule: Rule, transition: Transition, before: CaseState | None, after: CaseState) -> Change:
    status = before.status if before else None
    urgent, was = after.priority == Priority.URGENT, before is not None and before.priority == Priority.URGENT
    same = before is not None and (before.team, before.priority) == (after.team, after.priority)
    untouched = rule.clocks is ClockChange.RETARGET and same
    return Change(
        transition=transition,
        before=before,
        after=after,
        clocks=ClockChange.KEEP if untouched else rule.clocks,
        pending=rule.pending,
        move=dict(rule.moves).get(status),
        by=rule.by,
        notice=dict(rule.notices).get(status),
        audit=rule.audit,
        rings=urgent and (rule.rings or not was),
        reason=rule.reason,
    )


def _refuse_not_offered(case: CaseState, by: int) -> None:
    if case.assigned_to != by:
        raise TransitionRefused(say("life.no_longer_yours"))


def _step(priority: str) -> int:
    return STEPS.index(Priority(priority))


def _above(priority: str) -> str:
    """The next priority; of the highest, itself."""
    return STEPS[min(_step(priority) + 1, len(STEPS) - 1)].value
