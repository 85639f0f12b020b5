"""Bookings: more or fewer places for a time, counted by PostgreSQL; deposits and their balance"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_bookings_capacity"
down_revision = "0011_supervision"
branch_labels = None
depends_on = None

_KINDS = ("confirmation", "change", "cancellation", "reminder", "expiry", "refund")

# Counts what a resource has at the new place's time, and what is taken of it. More counts where it lasts all the
# time, fewer from the first moment, as in free_places.py. The lock puts those who take the same in order.
_COUNT = """
create function booking_place_is_there() returns trigger language plpgsql as $$
declare
    wanted text;
    places bigint;
    taken bigint;
begin
    select resource into wanted from booking_lane where id = new.lane_id;
    perform pg_advisory_xact_lock(hashtextextended('booking_place ' || wanted, 0));
    select count(*) filter (where not extra) into places from booking_lane where resource = wanted;
    select places + coalesce(sum(case
            when more then case when starts_at <= new.starts_at and ends_at >= new.ends_at then units else 0 end
            else -coalesce(units, places + 1000000)
        end), 0) into places
    from booking_block where resource = wanted and starts_at < new.ends_at and ends_at > new.starts_at;
    select count(distinct place.lane_id) into taken
    from booking_place place join booking_lane lane on lane.id = place.lane_id
    where lane.resource = wanted and place.starts_at < new.ends_at and place.ends_at > new.starts_at
        and place.id <> new.id and place.lane_id <> new.lane_id;
    if taken + 1 > places then
        raise exclusion_violation using
            message = 'no place is left', constraint = 'booking_place_is_there', table = 'booking_place';
    end if;
    return new;
end $$;
create trigger booking_place_is_there before insert or update of lane_id, starts_at, ends_at on booking_place
    for each row execute function booking_place_is_there();
"""


def upgrade() -> None:
    no, nothing = sa.text("false"), sa.text("0")
    op.add_column("booking_lane", sa.Column("extra", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("booking_block", sa.Column("more", sa.Boolean(), nullable=False, server_default=no))
    op.create_check_constraint(op.f("ck_booking_block_more"), "booking_block", "not more or units is not null")
    op.execute(_COUNT)
    op.add_column("booking", sa.Column("deposit", sa.Integer(), nullable=False, server_default=nothing))
    op.add_column("booking", sa.Column("balance_told_at", sa.DateTime(timezone=True)))
    op.execute("update booking set deposit = due where due < price")
    op.create_check_constraint(op.f("ck_booking_deposit"), "booking", "deposit between 0 and price")
    op.add_column("booking_payment", sa.Column("balance", sa.Boolean(), nullable=False, server_default=no))
    _kinds(*_KINDS, "balance")


def _kinds(*kinds: str) -> None:
    """What a notice may be."""
    op.drop_constraint(op.f("ck_notice_kind"), "notice")
    op.create_check_constraint(op.f("ck_notice_kind"), "notice", f"kind in ({', '.join(map(repr, kinds))})")


def downgrade() -> None:
    op.execute("delete from notice where kind = 'balance'")
    _kinds(*_KINDS)
    op.drop_column("booking_payment", "balance")
    op.drop_constraint(op.f("ck_booking_deposit"), "booking")
    op.drop_column("booking", "balance_told_at")
    op.drop_column("booking", "deposit")
    op.execute("drop trigger booking_place_is_there on booking_place; drop function booking_place_is_there")
    op.drop_constraint(op.f("ck_booking_block_more"), "booking_block")
    op.execute("delete from booking_block where more")
    op.drop_column("booking_block", "more")
    op.drop_column("booking_lane", "extra")
