"""Which label a conversation's last message left unfinished, so that the rest of the value is redacted too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_unfinished"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("unfinished", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("conversation", "unfinished")
