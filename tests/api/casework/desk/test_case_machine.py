"""The life of a case as pure rules: whatever is tried, in whatever order, what comes of it can be true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.casework.life import case as life
from api.casework.life.case import Change, TransitionRefused
from api.casework.life.case_rules import RULES, ClockChange, PendingReply, Transition
from api.casework.life.case_state import LIVE, CaseState, Status, faults
from api.conversation.ownership import RULES as MOVES
from bot.turn import Priority

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAMS, PEOPLE, PRIORITIES = ("waste", "housing"), (1, 2, 3), tuple(Priority)
person = st.sampled_from(PEOPLE)


class Life(RuleBasedStateMachine):
    """One case. A transition either leads on or is refused, and then nothing was done."""

    @initialize(team=st.sampled_from(TEAMS), priority=st.sampled_from(PRIORITIES), asks=st.booleans())
    def begin(self, team: str, priority: Priority, asks: bool) -> None:
        self.at = START
        self.done: list[Change] = []
        self.take(life.opened(team, priority.value, asks=asks))

    @rule(minutes=st.integers(1, 500))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @rule(who=person, to=person, team=st.sampled_from(TEAMS), priority=st.sampled_from(PRIORITIES), flag=st.booleans(),
          name=st.sampled_from([each for each in Transition if each is not Transition.OPEN]))  # fmt: skip
    def attempt(self, who: int, to: int, team: str, priority: Priority, flag: bool, name: Transition) -> None:
        """Any transition, by and for anybody."""
        case, at, until = self.case, self.at, self.at + timedelta(minutes=3)
        tries = {
            Transition.ADD: lambda: life.added(case, asks=flag),
            Transition.RESIDENT_WROTE: lambda: life.resident_wrote(case),
            Transition.OFFER: lambda: life.offered(case, to, until),
            Transition.LAPSE: lambda: life.lapsed(case),
            Transition.ACCEPT: lambda: life.accepted(case, who),
            Transition.DECLINE: lambda: life.declined(case, who),
            Transition.CLAIM: lambda: life.claimed(case, who),
            Transition.RELEASE: lambda: life.released(case),
            Transition.RETURN: lambda: life.returned(case, who),
            Transition.TRANSFER: lambda: life.transferred(case, team),
            Transition.PASS_TO_PERSON: lambda: life.passed_to(case, to, until),
            Transition.HOLDER_LEAVES: lambda: life.holder_left(case),
            Transition.SNOOZE: lambda: life.snoozed(case, until),
            Transition.WAKE: lambda: life.woken(case),
            Transition.COME_DUE: lambda: life.come_due(case),
            Transition.PRIORITISE: lambda: life.prioritised(case, priority.value),
            Transition.FLAG: lambda: life.flagged(case),
            Transition.MARK_LATE: lambda: life.marked_late(case, at),
            Transition.ESCALATE: lambda: life.escalated(case, at),
            Transition.ESCALATE_TO_PERSON: lambda: life.escalated_to(case, at, to, until),
            Transition.ESCALATE_TO_TEAM: lambda: life.escalated_to_team(case, at, team),
            Transition.CLOSE: lambda: life.closed(case, at, who, "resolved", "done", end_chat=flag),
            Transition.CLOSE_OUTSIDE: lambda: life.closed_outside(case, at, "resolved", "done"),
            Transition.MERGE: lambda: life.merged(case, at, who, "NB-2", other_chat=flag),
            Transition.REDIRECT: lambda: life.redirected(case, "NB-3"),
            Transition.REOPEN: lambda: life.reopened(case),
            Transition.REOPEN_OUTSIDE: lambda: life.reopened_outside(case),
        }
        assert set(tries) == set(Transition) - {Transition.OPEN}
        try:
            change = tries[name]()
        except TransitionRefused:
            return
        assert change.transition is name and change.before == case
        self.take(change)

    def take(self, change: Change) -> None:
        self.case = change.after
        self.done.append(change)

    @invariant()
    def what_is_said_can_be_true(self) -> None:
        if hasattr(self, "case"):
            assert list(faults(self.case)) == []

    @invariant()
    def the_last_change_says_everything(self) -> None:
        if not hasattr(self, "done"):
            return
        last = self.done[-1]
        before, after = last.before, last.after
        was = before.status if before else None
        if after.status is Status.CLOSED and was is not Status.CLOSED:
            assert last.clocks is ClockChange.MEET and last.pending is PendingReply.SEND and last.audit and last.notice
        if was is Status.CLOSED and after.status is not Status.CLOSED:
            assert last.transition in (Transition.REOPEN, Transition.REOPEN_OUTSIDE)
            assert last.clocks is ClockChange.START and last.move and last.audit
            assert after == CaseState(after.team, after.priority, escalated_at=after.escalated_at)
        if was is Status.CLAIMED and after.status is not Status.CLAIMED:
            assert last.pending is PendingReply.SEND and last.move and last.notice and last.audit
        if before and (before.team, before.priority) != (after.team, after.priority):
            assert last.clocks in (ClockChange.RETARGET, ClockChange.KEEP_TARGET)
        if after.priority == Priority.URGENT and (before is None or before.priority != Priority.URGENT):
            assert last.rings


def test_every_sequence_of_transitions_leads_to_what_can_be_true() -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=200, stateful_step_count=30, deadline=None))


@pytest.mark.parametrize("name", [Transition.ESCALATE, Transition.ESCALATE_TO_PERSON, Transition.ESCALATE_TO_TEAM])
def test_no_escalation_opens_a_closed_case(name: Transition) -> None:
    assert Status.CLOSED not in RULES[name].before


def test_only_two_transitions_lead_out_of_a_closed_case() -> None:
    leading = {name for name, each in RULES.items() if Status.CLOSED in each.before and each.after is not None}
    assert leading == {Transition.REOPEN, Transition.REOPEN_OUTSIDE}
    case = CaseState("waste", "normal", Status.CLOSED, closed_at=START, close_reason="resolved", close_outcome="done")
    for again in (life.reopened(case), life.reopened_outside(case)):
        assert again.after == CaseState("waste", "normal")
    for refused in (life.released, life.holder_left, life.woken, life.come_due, life.resident_wrote, life.flagged):
        with pytest.raises(TransitionRefused):
            refused(case)


def test_every_rule_has_columns_that_there_are_and_moves_that_its_maker_may_make() -> None:
    columns = set(CaseState.__dataclass_fields__)
    assert set(RULES) == set(Transition)
    for name, each in RULES.items():
        assert set(each.sets) | set(each.clears) <= columns and not set(each.sets) & set(each.clears), name
        assert {move for _, move in each.moves} <= {move for move, known in MOVES.items() if each.by in known.by}, name
        assert {before for before, _ in (*each.moves, *each.notices)} <= each.before | LIVE | {Status.CLOSED}, name


def test_who_did_not_get_the_offer_can_neither_accept_nor_decline_it() -> None:
    case = life.offered(CaseState("waste", "normal"), 1, START).after
    for refused in (life.accepted, life.declined):
        with pytest.raises(TransitionRefused):
            refused(case, 2)
    assert life.accepted(case, 1).after.claimed_by == 1
    assert life.declined(case, 1).after.ignored_by == (1,)


def test_an_urgent_case_is_not_put_off_and_one_that_becomes_urgent_is_back() -> None:
    with pytest.raises(TransitionRefused):
        life.snoozed(CaseState("waste", "urgent"), START)
    assert life.prioritised(life.snoozed(CaseState("waste", "low"), START).after, "urgent").after.snoozed_until is None
