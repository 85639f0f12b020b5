"""Messages that belong to the case which another was merged into"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_desk"
down_revision = "0014_case_tools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "landed_message",
        sa.Column("message_id", sa.BigInteger(), sa.ForeignKey("message.id", ondelete="CASCADE"), nullable=False),
        sa.Column("reference", sa.String(20), sa.ForeignKey("case.reference", ondelete="CASCADE"), nullable=False),
        sa.Column("merged", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_landed_message")),
    )
    op.create_index(op.f("ix_landed_message_reference"), "landed_message", ["reference"])


def downgrade() -> None:
    op.drop_table("landed_message")
