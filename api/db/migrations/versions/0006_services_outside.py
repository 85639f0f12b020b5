"""Notices, payments and addresses"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_services_outside"
down_revision = "0005_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gazetteer_address",
        sa.Column("uprn", sa.String(length=12), nullable=False),
        sa.Column("line", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=False),
        sa.Column("ward", sa.String(length=80), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("flat", sa.String(length=100), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=6), nullable=False),
        sa.CheckConstraint("source in ('sample', 'loaded')", name=op.f("ck_gazetteer_address_source")),
        sa.PrimaryKeyConstraint("uprn", name=op.f("pk_gazetteer_address")),
    )
    op.create_index(op.f("ix_gazetteer_address_postcode"), "gazetteer_address", ["postcode"], unique=False)
    op.create_index(op.f("ix_gazetteer_address_street"), "gazetteer_address", ["street"], unique=False)
    op.create_table(
        "gazetteer_neighbour",
        sa.Column("begins", sa.String(length=8), nullable=False),
        sa.Column("council", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("begins", name=op.f("pk_gazetteer_neighbour")),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("return_path", sa.String(length=300), nullable=False),
        sa.Column("provider", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("opening_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('created', 'paid', 'failed', 'cancelled')", name=op.f("ck_payment_state")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_payment_pence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(
        "ix_payment_created_at", "payment", ["created_at"], unique=False, postgresql_where=sa.text("state = 'created'")
    )
    op.create_index(op.f("ix_payment_provider_id"), "payment", ["provider_id"], unique=False)
    op.create_index(op.f("ix_payment_reference"), "payment", ["reference"], unique=False)
    op.create_index(
        "uq_payment_under_way", "payment", ["reference"], unique=True, postgresql_where=sa.text("state = 'created'")
    )
    op.create_table(
        "payment_demonstration",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('created', 'paid', 'failed', 'cancelled')", name=op.f("ck_payment_demonstration_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_demonstration")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=5), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("carrier", sa.String(length=10), nullable=True),
        sa.Column("carrier_id", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("channel in ('email', 'sms')", name=op.f("ck_notice_channel")),
        sa.CheckConstraint(
            "kind in ('confirmation', 'change', 'cancellation', 'reminder', 'expiry', 'refund')",
            name=op.f("ck_notice_kind"),
        ),
        sa.CheckConstraint(
            "state in ('waiting', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'withdrawn')",
            name=op.f("ck_notice_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_notice_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(op.f("ix_notice_carrier_id"), "notice", ["carrier_id"], unique=False)
    op.create_index(op.f("ix_notice_conversation_id"), "notice", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_notice_created_at"), "notice", ["created_at"], unique=False)
    op.create_index(
        "ix_notice_due", "notice", ["due_at"], unique=False, postgresql_where=sa.text("state in ('waiting', 'sending')")
    )
    op.create_index(op.f("ix_notice_reference"), "notice", ["reference"], unique=False)
    op.create_table(
        "payment_refund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("payment_id", sa.String(length=40), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("refund_id", sa.String(length=60), nullable=True),
        sa.Column("refundable", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('waiting', 'sending', 'done', 'failed')", name=op.f("ck_payment_refund_state")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_payment_refund_pence")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_refund_payment_id_payment"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_payment_refund_key")),
    )
    op.create_index(
        "ix_payment_refund_due",
        "payment_refund",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state in ('waiting', 'sending')"),
    )
    op.create_index(op.f("ix_payment_refund_payment_id"), "payment_refund", ["payment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("payment_refund")
    op.drop_table("notice")
    op.drop_table("payment_demonstration")
    op.drop_table("payment")
    op.drop_table("gazetteer_neighbour")
    op.drop_table("gazetteer_address")
