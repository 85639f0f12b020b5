"""Ratings, quality tags and what supervisors see"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_supervision"
down_revision = "0010_desk_tools"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_ratings()
    _add_reviews()
    op.create_table(
        "case_quality",
        sa.Column("reference", sa.String(20), sa.ForeignKey("case.reference", ondelete="CASCADE"), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.String(40)), nullable=False),
        sa.Column("tagged_by", sa.String(80), nullable=False),
        sa.Column("tagged_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_case_quality")),
    )


def _add_ratings() -> None:
    op.create_table(
        "rating",
        sa.Column("conversation_id", sa.Uuid(), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(20), sa.ForeignKey("case.reference", ondelete="SET NULL")),
        sa.Column("team", sa.String(60)),
        sa.Column("service", sa.String(80)),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_rating")),
        sa.CheckConstraint("score between 1 and 5", name=op.f("ck_rating_score")),
    )
    op.create_index(op.f("ix_rating_reference"), "rating", ["reference"])
    op.create_index(op.f("ix_rating_created_at"), "rating", ["created_at"])


def _add_reviews() -> None:
    rating = sa.ForeignKey("rating.conversation_id", ondelete="CASCADE")
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), rating, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("reviewed_at", _MOMENT),
        sa.Column("reviewed_by", sa.String(80)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_review_conversation_id")),
    )
    waiting = sa.text("reviewed_at is null")
    op.create_index("ix_review_waiting", "review", ["opened_at"], postgresql_where=waiting)


def downgrade() -> None:
    for table in ("case_quality", "review", "rating"):
        op.drop_table(table)
