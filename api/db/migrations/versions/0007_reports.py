"""Reports and bin days"""

from __future__ import annotations

revision = "0007_reports"
down_revision = "0006_services_outside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
