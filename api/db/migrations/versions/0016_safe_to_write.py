"""Who told of danger is written to only after saying that it is safe"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_safe_to_write"
down_revision = "0015_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("said_safe_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("conversation", "said_safe_at")
