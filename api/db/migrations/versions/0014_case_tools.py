"""Forms that caseworkers fill in for residents, and files on cases"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_case_tools"
down_revision = "0013_chat"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "case_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(20), sa.ForeignKey("case.reference", ondelete="CASCADE"), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff_member.id", ondelete="SET NULL")),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("filling", postgresql.JSONB(), nullable=False),
        sa.Column("made", sa.String(20)),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("made_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_form")),
    )
    op.create_index(op.f("ix_case_form_reference"), "case_form", ["reference"])
    _add_attachments()


def _add_attachments() -> None:
    op.create_table(
        "case_attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(20), sa.ForeignKey("case.reference", ondelete="CASCADE"), nullable=False),
        sa.Column("note_id", sa.BigInteger(), sa.ForeignKey("case_note.id", ondelete="CASCADE")),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("added_by", sa.String(80), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_attachment")),
        sa.UniqueConstraint("code", name=op.f("uq_case_attachment_code")),
        sa.CheckConstraint("kind in ('jpeg', 'pdf')", name=op.f("ck_case_attachment_kind")),
        sa.CheckConstraint("shown = (note_id is null)", name=op.f("ck_case_attachment_one_place")),
    )
    for column in ("reference", "note_id"):
        op.create_index(op.f(f"ix_case_attachment_{column}"), "case_attachment", [column])


def downgrade() -> None:
    for table in ("case_attachment", "case_form"):
        op.drop_table(table)
