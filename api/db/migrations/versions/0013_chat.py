"""How to reach the councils around ours, and when a copy of a conversation was sent"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_chat"
down_revision = "0011_supervision"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column, length in (("website", 200), ("phone", 40)):
        op.add_column("gazetteer_neighbour", sa.Column(column, sa.String(length), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("phone", "website"):
        op.drop_column("gazetteer_neighbour", column)
