"""Queues, clocks and ownership"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_desk"
down_revision = "0007_reports"
branch_labels = None
depends_on = None

# Who owns a conversation changes only in these steps, and some of them only by staff (api/conversation/ownership.py).
_OWNERSHIP = """
create function conversation_changes_hands() returns trigger language plpgsql as $$
begin
    if (old.owner, new.owner) not in (
        ('bot', 'waiting'), ('bot', 'person'), ('bot', 'closed'),
        ('waiting', 'bot'), ('waiting', 'person'), ('waiting', 'closed'),
        ('person', 'bot'), ('person', 'waiting'), ('person', 'closed')
    ) then
        raise exception 'a conversation does not go from % to %', old.owner, new.owner
            using errcode = 'check_violation', constraint = 'conversation_ownership';
    end if;
    if (old.owner = 'person' and new.owner in ('bot', 'waiting') or new.owner = 'person')
        and coalesce(current_setting('reeve.by', true), '') <> 'staff' then
        raise exception 'only staff take a conversation over or give it back'
            using errcode = 'check_violation', constraint = 'conversation_ownership';
    end if;
    return new;
end $$;
create trigger conversation_ownership before update of owner on conversation
    for each row when (old.owner is distinct from new.owner) execute function conversation_changes_hands();
"""
# Everybody at the desk hears of every change of a case, whoever made it: team and reference, nothing else.
_NEWS = """
create function case_has_news() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.team <> new.team then
        perform pg_notify('reeve_desk', 'case ' || old.team || ' ' || new.reference);
    end if;
    perform pg_notify('reeve_desk', 'case ' || new.team || ' ' || new.reference);
    return null;
end $$;
create trigger case_news after insert or update on "case" for each row execute function case_has_news();
create function ring_has_news() returns trigger language plpgsql as $$
begin
    perform pg_notify('reeve_desk', 'ring ' || c.team || ' ' || c.reference) from "case" c
        where c.reference = new.reference;
    return null;
end $$;
create trigger ring_news after insert or update on ring for each row execute function ring_has_news();
"""
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _widen()
    _add_tables()
    op.execute(_OWNERSHIP)
    op.execute(_NEWS)


def _widen() -> None:
    words = postgresql.ARRAY(sa.String(40))
    for column in (
        sa.Column("handover", postgresql.JSONB(), nullable=False, server_default="{}"),
        sa.Column("language", sa.String(8)),
        sa.Column("needs", words, nullable=False, server_default="{}"),
        sa.Column("tags", words, nullable=False, server_default="{}"),
        sa.Column("assigned_to", sa.Integer()),
        sa.Column("accept_by", _MOMENT),
        sa.Column("ignored_by", postgresql.ARRAY(sa.Integer()), nullable=False, server_default="{}"),
        sa.Column("snoozed_until", _MOMENT),
        sa.Column("merged_into", sa.String(20)),
        sa.Column("close_reason", sa.String(40)),
        sa.Column("close_outcome", sa.String(40)),
        sa.Column("contact", postgresql.JSONB(), nullable=False, server_default="{}"),
        sa.Column("escalated_at", _MOMENT),
    ):
        op.add_column("case", column)
    for name, table, key in (("assigned_to", "staff_member", "id"), ("merged_into", "case", "reference")):
        op.create_foreign_key(op.f(f"fk_case_{name}_{table}"), "case", table, [name], [key], ondelete="SET NULL")
    op.create_check_constraint(op.f("ck_case_urgent_awake"), "case", "snoozed_until is null or priority <> 'urgent'")
    merged = "merged_into is null or (status = 'closed' and merged_into <> reference)"
    op.create_check_constraint(op.f("ck_case_merged"), "case", merged)
    for name in ("read_by_resident", "read_by_staff"):
        op.add_column("conversation", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("message", sa.Column("form_key", sa.String(80)))
    written = sa.text("form_key is not null")
    op.create_index(
        "uq_message_form", "message", ["conversation_id", "form_key"], unique=True, postgresql_where=written
    )


def _case() -> sa.ForeignKey:
    return sa.ForeignKey("case.reference", ondelete="CASCADE")


def _add_tables() -> None:
    op.create_table(
        "case_clock",
        sa.Column("reference", sa.String(20), _case(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("target", sa.Interval(), nullable=False),
        sa.Column("used", sa.Interval(), nullable=False),
        *(sa.Column(name, _MOMENT) for name in ("since", "due_at", "warn_at", "met_at", "warned_at", "breached_at")),
        sa.PrimaryKeyConstraint("reference", "kind", name=op.f("pk_case_clock")),
        sa.CheckConstraint("kind in ('first', 'next', 'resolution')", name=op.f("ck_case_clock_kind")),
    )
    live = sa.text("met_at is null and breached_at is null")
    op.create_index("ix_case_clock_due", "case_clock", ["due_at"], postgresql_where=live)
    op.create_table(
        "caseworker",
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff_member.id", ondelete="CASCADE"), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("here_until", _MOMENT, nullable=False),
        sa.Column("capacity", sa.Integer()),
        sa.Column("skills", postgresql.ARRAY(sa.String(40)), nullable=False),
        sa.Column("on_call", sa.Boolean(), nullable=False),
        sa.Column("last_dealt_at", _MOMENT),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_caseworker")),
        sa.CheckConstraint("capacity between 0 and 50", name=op.f("ck_caseworker_capacity")),
    )
    op.create_table(
        "ring",
        sa.Column("reference", sa.String(20), _case(), nullable=False),
        sa.Column("rung_at", _MOMENT, nullable=False),
        sa.Column("again_at", _MOMENT, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.Integer(), sa.ForeignKey("staff_member.id", ondelete="SET NULL")),
        sa.Column("answered_at", _MOMENT),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_ring")),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("reference", sa.String(20), _case(), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("form_key", sa.String(80)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("reference", "form_key", name=op.f("uq_case_note_reference")),
    )
    op.create_index(op.f("ix_case_note_reference"), "case_note", ["reference"])
    op.create_table(
        "case_link",
        sa.Column("one", sa.String(20), _case(), nullable=False),
        sa.Column("other", sa.String(20), _case(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_case_link")),
        sa.CheckConstraint("one < other", name=op.f("ck_case_link_order")),
    )
    op.create_index(op.f("ix_case_link_other"), "case_link", ["other"])


def downgrade() -> None:
    op.execute("drop trigger conversation_ownership on conversation; drop function conversation_changes_hands")
    op.execute('drop trigger case_news on "case"; drop function case_has_news')
    for table in ("case_link", "case_note", "ring", "caseworker", "case_clock"):
        op.drop_table(table)
    op.execute("drop function ring_has_news")
    op.drop_index("uq_message_form", "message")
    op.drop_column("message", "form_key")
    for name in ("read_by_staff", "read_by_resident"):
        op.drop_column("conversation", name)
    for name in (
        "ck_case_merged",
        "ck_case_urgent_awake",
        "fk_case_merged_into_case",
        "fk_case_assigned_to_staff_member",
    ):
        op.drop_constraint(op.f(name), "case")
    for name in (
        "handover", "language", "needs", "tags", "assigned_to", "accept_by", "ignored_by", "snoozed_until",
        "merged_into", "close_reason", "close_outcome", "contact", "escalated_at",
    ):  # fmt: skip
        op.drop_column("case", name)
