"""Bookings: lanes of resources, places that never overlap, payments, events, blocks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_bookings"
down_revision = "0004_knowledge_base"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("slot", sa.String(length=80), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("household", sa.String(length=32), nullable=True),
        sa.Column("proof", sa.String(length=32), nullable=True),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("change", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state in ('held', 'unpaid')) = (held_until is not null)", name=op.f("ck_booking_held_until")
        ),
        sa.CheckConstraint(
            "state in ('held', 'unpaid', 'confirmed', 'cancelled', 'expired', 'missed')", name=op.f("ck_booking_state")
        ),
        sa.CheckConstraint("(starts_at is null) = (ends_at is null)", name=op.f("ck_booking_whole_slot")),
        sa.CheckConstraint("paid >= 0 and due >= 0 and due <= price", name=op.f("ck_booking_money")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_booking")),
        sa.UniqueConstraint("key", name=op.f("uq_booking_key")),
    )
    op.create_index(op.f("ix_booking_conversation_id"), "booking", ["conversation_id"], unique=False)
    op.create_index("ix_booking_day", "booking", ["service", "starts_at"], unique=False)
    op.create_index(
        "ix_booking_held", "booking", ["held_until"], unique=False, postgresql_where=sa.text("held_until is not null")
    )
    op.create_index("ix_booking_household", "booking", ["household", "service"], unique=False)
    op.create_table(
        "booking_block",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_block_some_time")),
        sa.CheckConstraint("units > 0", name=op.f("ck_booking_block_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_block")),
    )
    op.create_index("ix_booking_block_resource", "booking_block", ["resource", "ends_at"], unique=False)
    op.create_table(
        "booking_lane",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_lane")),
        sa.UniqueConstraint("resource", "number", name=op.f("uq_booking_lane_resource")),
    )
    op.create_table(
        "booking_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["booking.reference"], name=op.f("fk_booking_event_reference_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_event")),
        sa.UniqueConstraint("key", name=op.f("uq_booking_event_key")),
    )
    op.create_index(op.f("ix_booking_event_reference"), "booking_event", ["reference"], unique=False)
    op.create_table(
        "booking_payment",
        sa.Column("reference", sa.String(length=30), nullable=False),
        sa.Column("booking", sa.String(length=20), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state in ('started', 'paid', 'dropped')", name=op.f("ck_booking_payment_state")),
        sa.CheckConstraint("pence > 0 and refunded between 0 and pence", name=op.f("ck_booking_payment_money")),
        sa.ForeignKeyConstraint(
            ["booking"], ["booking.reference"], name=op.f("fk_booking_payment_booking_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_booking_payment")),
    )
    op.create_index(op.f("ix_booking_payment_booking"), "booking_payment", ["booking"], unique=False)
    op.create_table(
        "booking_place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lane_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pending", sa.Boolean(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int4range(lane_id, lane_id, '[]')"), "&&"),
            (sa.text("tstzrange(starts_at, ends_at)"), "&&"),
            using="gist",
            name="ex_booking_place_one_at_a_time",
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_place_some_time")),
        sa.ForeignKeyConstraint(["lane_id"], ["booking_lane.id"], name=op.f("fk_booking_place_lane_id_booking_lane")),
        sa.ForeignKeyConstraint(
            ["reference"], ["booking.reference"], name=op.f("fk_booking_place_reference_booking"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_place")),
    )
    op.create_index("ix_booking_place_lane", "booking_place", ["lane_id", "starts_at"], unique=False)
    op.create_index(op.f("ix_booking_place_reference"), "booking_place", ["reference"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_booking_place_reference"), table_name="booking_place")
    op.drop_index("ix_booking_place_lane", table_name="booking_place")
    op.drop_table("booking_place")
    op.drop_index(op.f("ix_booking_payment_booking"), table_name="booking_payment")
    op.drop_table("booking_payment")
    op.drop_index(op.f("ix_booking_event_reference"), table_name="booking_event")
    op.drop_table("booking_event")
    op.drop_table("booking_lane")
    op.drop_index("ix_booking_block_resource", table_name="booking_block")
    op.drop_table("booking_block")
    op.drop_index("ix_booking_household", table_name="booking")
    op.drop_index("ix_booking_held", table_name="booking", postgresql_where=sa.text("held_until is not null"))
    op.drop_index("ix_booking_day", table_name="booking")
    op.drop_index(op.f("ix_booking_conversation_id"), table_name="booking")
    op.drop_table("booking")
