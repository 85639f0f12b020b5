"""Bookings"""

from __future__ import annotations

revision = "0005_bookings"
down_revision = "0004_knowledge_base"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
