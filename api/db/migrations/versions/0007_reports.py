"""Reports and bin days"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_reports"
down_revision = "0006_services_outside"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("same_place", sa.String(300), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("dangerous", sa.Boolean(), nullable=False),
        sa.Column("proofs", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_report"),
        sa.UniqueConstraint("conversation_id", "key", name="uq_report_conversation_id"),
    )
    op.create_index("ix_report_conversation_id", "report", ["conversation_id"])
    op.create_index("ix_report_created_at", "report", ["created_at"])
    op.create_index("ix_report_service_created", "report", ["service", "created_at"])
    op.create_index("ix_report_same_place", "report", ["service", "same_place"])
    op.create_table(
        "report_follower",
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["report.reference"], name="fk_report_follower_reference_report", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reference", "conversation_id", name="pk_report_follower"),
    )
    op.create_index("ix_report_follower_conversation_id", "report_follower", ["conversation_id"])
    _photos()
    _forwards()


def _photos() -> None:
    op.create_table(
        "report_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(20), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_report_photo_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_photo"),
        sa.UniqueConstraint("code", name="uq_report_photo_code"),
    )
    op.create_index("ix_report_photo_conversation_id", "report_photo", ["conversation_id"])
    op.create_index("ix_report_photo_reference", "report_photo", ["reference"])


def _forwards() -> None:
    op.create_table(
        "report_forward",
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("token", sa.String(200), nullable=True),
        sa.Column("outside_id", sa.String(200), nullable=True),
        sa.Column("status", sa.String(20), nullable=True),
        sa.Column("updated_there", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("first_sent_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'unsure', 'token', 'sent', 'refused', 'given_up')", name="ck_report_forward_state"
        ),
        sa.ForeignKeyConstraint(
            ["reference"], ["report.reference"], name="fk_report_forward_reference_report", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reference", name="pk_report_forward"),
    )
    op.create_index("ix_report_forward_due", "report_forward", ["state", "next_at"])


def downgrade() -> None:
    for table in ("report_forward", "report_photo", "report_follower", "report"):
        op.drop_table(table)
