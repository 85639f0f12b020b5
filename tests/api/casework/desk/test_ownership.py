"""Who owns a conversation: the rules by themselves, and the database's own refusal of everything else."""

from __future__ import annotations

import psycopg
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from api.conversation.ownership import By, Move, MoveRefused, Owner, moved, steps
from api.db.session import plain_url


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("by", list(By))
def test_nothing_leads_out_of_a_chat_that_has_ended(move: Move, by: By) -> None:
    with pytest.raises(MoveRefused):
        moved(Owner.CLOSED, move, by)


def test_only_staff_give_a_conversation_back_to_the_bot() -> None:
    assert {by for before, after, by in steps() if (before, after) == (Owner.PERSON, Owner.BOT)} == {By.STAFF}
    assert {by for _, after, by in steps() if after is Owner.PERSON} == {By.STAFF}


class Conversations(RuleBasedStateMachine):
    """One conversation in the database and in the rules: whatever anybody tries, both agree."""

    url: str

    @initialize()
    def begin(self) -> None:
        self.connection = psycopg.connect(self.url)
        self.owner = Owner.BOT
        self.connection.execute(
            "insert into conversation (id, token_digest, owner, dialogue, created_at, updated_at)"
            " values ('00000000-0000-4000-8000-000000000001', '-', 'bot', '[]', now(), now())"
        )

    @rule(move=st.sampled_from(Move), by=st.sampled_from(By))
    def move(self, move: Move, by: By) -> None:
        """A move by the rules: what they allow, the database does."""
        try:
            after = moved(self.owner, move, by)
        except MoveRefused:
            return
        self.write(after, by)
        self.owner = after

    @rule(after=st.sampled_from(Owner), by=st.sampled_from(By))
    def force(self, after: Owner, by: By) -> None:
        """A write that asks no rule: the database allows exactly what some rule does."""
        if after is self.owner:
            return
        allowed = {(before, later) for before, later, who in steps() if who is by or who is not By.STAFF}
        try:
            with self.connection.transaction():
                self.write(after, by)
        except psycopg.errors.CheckViolation:
            assert (self.owner, after) not in allowed
        else:
            assert (self.owner, after) in {(before, later) for before, later, _ in steps()}
            self.owner = after

    @invariant()
    def agree(self) -> None:
        """The table has what the rules say."""
        if hasattr(self, "connection"):
            row = self.connection.execute("select owner from conversation where token_digest = '-'").fetchone()
            assert row == (self.owner.value,)

    def write(self, after: Owner, by: By) -> None:
        self.connection.execute("select set_config('reeve.by', %s, true)", [by.value])
        self.connection.execute("update conversation set owner = %s where token_digest = '-'", [after.value])

    def teardown(self) -> None:
        if hasattr(self, "connection"):
            self.connection.rollback()
            self.connection.close()


def test_rules_and_database_agree_whatever_is_tried(database_url: str) -> None:
    Conversations.url = plain_url(database_url)
    run_state_machine_as_test(Conversations, settings=settings(max_examples=25, stateful_step_count=12, deadline=None))
