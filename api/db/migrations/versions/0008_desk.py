"""Queues, clocks and ownership"""

from __future__ import annotations

revision = "0008_desk"
down_revision = "0007_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
