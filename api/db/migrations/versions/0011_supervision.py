"""Ratings, quality tags and what supervisors see"""

from __future__ import annotations

revision = "0011_supervision"
down_revision = "0010_desk_tools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
