"""Notices, payments and addresses"""

from __future__ import annotations

revision = "0006_services_outside"
down_revision = "0005_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
