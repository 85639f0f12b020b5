"""Canned texts, notes, ratings, webhooks and tokens"""

from __future__ import annotations

revision = "0010_desk_tools"
down_revision = "0009_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
