"""Mentions, canned texts, drafts, replies about to go, verdicts on the guess, who looks"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010_desk_tools"
down_revision = "0009_accounts"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_MOVE_NOTES = """
insert into case_note (reference, author, text, outside, created_at)
    select reference, author, text, true, created_at from outside_note order by id
"""
_MOVE_BACK = """
insert into outside_note (reference, author, text, created_at)
    select reference, author, text, created_at from case_note where outside order by id
"""


def upgrade() -> None:
    op.add_column("case_note", sa.Column("outside", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(_MOVE_NOTES)
    op.drop_table("outside_note")
    op.create_table(
        "case_mention",
        _key("note_id", sa.BigInteger(), "case_mention", "case_note.id"),
        _key("staff_id", sa.Integer(), "case_mention", "staff_member.id"),
        sa.Column("read_at", _MOMENT),
        sa.PrimaryKeyConstraint("note_id", "staff_id", name=op.f("pk_case_mention")),
    )
    op.create_index(op.f("ix_case_mention_staff_id"), "case_mention", ["staff_id"])
    op.create_table(
        "service_verdict",
        _case("service_verdict"),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("guessed", sa.String(80)),
        sa.Column("confidence", sa.Float()),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("said_by", sa.String(80), nullable=False),
        sa.Column("said_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_service_verdict")),
    )
    _add_texts()
    _add_looks()


def _add_texts() -> None:
    op.create_table(
        "canned_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(60)),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tag", sa.String(40)),
        sa.Column("close_reason", sa.String(40)),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.CheckConstraint("name <> '' and text <> ''", name=op.f("ck_canned_text_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_text")),
        sa.UniqueConstraint("team", "name", name=op.f("uq_canned_text_team"), postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "case_draft",
        _case("case_draft"),
        _key("staff_id", sa.Integer(), "case_draft", "staff_member.id"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", "staff_id", name=op.f("pk_case_draft")),
    )
    op.create_table(
        "pending_reply",
        _case("pending_reply"),
        _key("staff_id", sa.Integer(), "pending_reply", "staff_member.id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("form_key", sa.String(80)),
        sa.Column("sends_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_pending_reply")),
    )
    op.create_index(op.f("ix_pending_reply_sends_at"), "pending_reply", ["sends_at"])


def _add_looks() -> None:
    op.create_table(
        "case_look",
        _case("case_look"),
        _key("staff_id", sa.Integer(), "case_look", "staff_member.id"),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("typed_at", _MOMENT),
        sa.PrimaryKeyConstraint("reference", "staff_id", name=op.f("pk_case_look")),
    )
    op.create_table(
        "desk_choice",
        _key("staff_id", sa.Integer(), "desk_choice", "staff_member.id"),
        sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_desk_choice")),
    )


def _case(table: str) -> sa.Column[Any]:
    return _key("reference", sa.String(20), table, "case.reference")


def _key(name: str, kind: sa.types.TypeEngine[Any], table: str, of: str) -> sa.Column[Any]:
    """A column of the primary key that goes with what it points to."""
    known = op.f(f"fk_{table}_{name}_{of.partition('.')[0]}")
    return sa.Column(name, kind, sa.ForeignKey(of, name=known, ondelete="CASCADE"), nullable=False)


def downgrade() -> None:
    for table in (
        "desk_choice", "case_look", "pending_reply", "case_draft", "canned_text", "service_verdict", "case_mention",
    ):  # fmt: skip
        op.drop_table(table)
    op.create_table(
        "outside_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["case.reference"], name=op.f("fk_outside_note_reference_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_note")),
    )
    op.create_index(op.f("ix_outside_note_reference"), "outside_note", ["reference"])
    op.execute(_MOVE_BACK)
    op.execute("delete from case_note where outside")
    op.drop_column("case_note", "outside")
