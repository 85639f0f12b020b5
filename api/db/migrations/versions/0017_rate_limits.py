"""Every process counts what an address may ask for in one table"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_rate_limits"
down_revision = "0016_safe_to_write"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_limit",
        sa.Column("key", sa.String(32), primary_key=True),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=False),
        prefixes=["UNLOGGED"],
        postgresql_with={"fillfactor": "70"},
    )


def downgrade() -> None:
    op.drop_table("rate_limit")
