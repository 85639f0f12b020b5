"""Forms that caseworkers fill in for residents"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_case_tools"
down_revision = "0011_supervision"
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


def downgrade() -> None:
    op.drop_table("case_form")
