"""Second factor, sessions and the audit chain"""

from __future__ import annotations

revision = "0009_accounts"
down_revision = "0008_desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
