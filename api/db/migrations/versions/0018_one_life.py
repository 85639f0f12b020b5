"""Who closed a case; and cases that another system closed or opened again are put right"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018_one_life"
down_revision = "0017_rate_limits"
branch_labels = None
depends_on = None

# A case that the council's CRM had closed kept no reason and no outcome, its clocks ran on, and it came back open at
# the next breach with the moment of its closing. Opened again, it kept the reason.
_PUT_RIGHT = """
update "case" set closed_at = coalesce(closed_at, updated_at), close_reason = coalesce(close_reason, 'resolved'),
    close_outcome = coalesce(close_outcome, 'done'), closed_by = claimed_by, claimed_by = null,
    assigned_to = null, accept_by = null, snoozed_until = null
    where status = 'closed';
update "case" set closed_at = null, close_reason = null, close_outcome = null
    where status <> 'closed' and (closed_at is not null or close_reason is not null or close_outcome is not null);
update "case" set claimed_by = null where status = 'open' and claimed_by is not null;
update case_clock set met_at = c.closed_at, since = null, due_at = null, warn_at = null
    from "case" c where c.reference = case_clock.reference and c.status = 'closed' and case_clock.met_at is null;
"""


def upgrade() -> None:
    op.add_column("case", sa.Column("closed_by", sa.Integer()))
    key = op.f("fk_case_closed_by_staff_member")
    op.create_foreign_key(key, "case", "staff_member", ["closed_by"], ["id"], ondelete="SET NULL")
    op.execute(_PUT_RIGHT)


def downgrade() -> None:
    op.execute("""update "case" set claimed_by = closed_by where status = 'closed'""")
    op.drop_constraint(op.f("fk_case_closed_by_staff_member"), "case")
    op.drop_column("case", "closed_by")
