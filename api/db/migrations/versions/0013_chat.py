"""How to reach the councils around ours, and copies of conversations by email"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_chat"
down_revision = "0012_bookings_capacity"
branch_labels = None
depends_on = None


_BEFORE = "'confirmation', 'change', 'cancellation', 'reminder', 'expiry', 'refund', 'balance'"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_notice_kind"), "notice")
    op.create_check_constraint(op.f("ck_notice_kind"), "notice", f"kind in ({_BEFORE}, 'transcript')")
    for column, length in (("website", 200), ("phone", 40)):
        op.add_column("gazetteer_neighbour", sa.Column(column, sa.String(length), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("delete from notice where kind = 'transcript'")
    op.drop_constraint(op.f("ck_notice_kind"), "notice")
    op.create_check_constraint(op.f("ck_notice_kind"), "notice", f"kind in ({_BEFORE})")
    for column in ("phone", "website"):
        op.drop_column("gazetteer_neighbour", column)
