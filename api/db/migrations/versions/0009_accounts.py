"""Second factor, sessions and the audit chain; tokens and webhooks for other systems"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_accounts"
down_revision = "0008_desk"
branch_labels = None
depends_on = None

# Each link is made when its transaction commits: by then every row lock is held, so that the lock of the chain
# is the last one anybody takes, and nobody waits for somebody who waits for it.
_CHAIN = """
create function audit_part(part text) returns text language sql immutable as $$
    select case when part is null then '-' else octet_length(part)::text || ':' || part end
$$;
create function audit_digest(previous text, event audit_event) returns text language sql stable as $$
    select encode(sha256(convert_to(
        previous
        || audit_part(event.id::text)
        || audit_part(to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || audit_part(event.actor) || audit_part(event.action) || audit_part(event.subject)
        || audit_part(event.details::text) || audit_part(event.address), 'UTF8')), 'hex')
$$;
create function audit_link_event() returns trigger language plpgsql as $$
declare
    last audit_link;
begin
    perform pg_advisory_xact_lock(6224103);
    select * into last from audit_link order by position desc limit 1;
    insert into audit_link (position, event_id, digest)
    values (coalesce(last.position, 0) + 1, new.id, audit_digest(coalesce(last.digest, ''), new));
    return null;
end $$;
create function audit_link_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit_link is append-only';
end $$;
do $$
declare
    event audit_event;
    place bigint := 0;
    known text := '';
begin
    for event in select * from audit_event order by id loop
        place := place + 1;
        known := audit_digest(known, event);
        insert into audit_link (position, event_id, digest) values (place, event.id, known);
    end loop;
end $$;
create constraint trigger audit_event_is_linked after insert on audit_event
    deferrable initially deferred for each row execute function audit_link_event();
create trigger audit_link_keeps before update or delete on audit_link
    for each row execute function audit_link_is_append_only();
create trigger audit_link_keeps_all before truncate on audit_link
    for each statement execute function audit_link_is_append_only();
"""
_UNCHAIN = """
drop trigger audit_event_is_linked on audit_event;
drop function audit_link_event;
drop function audit_digest;
drop function audit_part;
"""

# Whoever changes a case or ends a conversation need not know that other systems listen.
_EVENTS = """
create function outbox_case() returns trigger language plpgsql as $$
declare
    kind text;
begin
    kind := case
        when tg_op = 'INSERT' then 'case.opened'
        when new.status = old.status then null
        when new.status = 'claimed' then 'case.claimed'
        when new.status = 'closed' then 'case.closed'
        when old.status = 'closed' then 'case.opened'
    end;
    if kind is not null and exists (select from webhook where active and kind = any (events)) then
        insert into outbox (kind, data, created_at) values (kind, jsonb_build_object(
            'reference', new.reference, 'conversation', new.conversation_id, 'team', new.team, 'service', new.service,
            'kind', new.kind, 'priority', new.priority, 'status', new.status), now());
    end if;
    return null;
end $$;
create trigger case_is_told after insert or update on "case" for each row execute function outbox_case();
create function outbox_conversation() returns trigger language plpgsql as $$
begin
    if new.owner = 'closed' and old.owner <> 'closed'
        and exists (select from webhook where active and 'conversation.closed' = any (events)) then
        insert into outbox (kind, data, created_at) values ('conversation.closed',
            jsonb_build_object('conversation', new.id, 'service', new.service), now());
    end if;
    return null;
end $$;
create trigger conversation_is_told after update on conversation
    for each row execute function outbox_conversation();
"""
_NO_EVENTS = """
drop trigger case_is_told on "case";
drop function outbox_case;
drop trigger conversation_is_told on conversation;
drop function outbox_conversation;
"""


def upgrade() -> None:
    _accounts()
    op.create_table(
        "audit_link",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_link_event_id")),
    )
    op.execute(_CHAIN)
    _integrations()
    op.execute(_EVENTS)


def _accounts() -> None:
    op.add_column("staff_member", sa.Column("provider", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("staff_member", sa.Column("provider_subject", sa.String(300), nullable=True))
    op.create_unique_constraint(op.f("uq_staff_member_provider_subject"), "staff_member", ["provider_subject"])
    op.add_column("staff_session", sa.Column("address", sa.String(60), nullable=True))
    op.add_column("staff_session", sa.Column("browser", sa.String(60), server_default="", nullable=False))
    op.add_column("staff_session", sa.Column("waits_for_code", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "kept_secret",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("master", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_secret")),
    )
    op.create_table(
        "second_factor",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_second_factor_staff_id_staff_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_recovery_code_staff_id_staff_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_staff_id"), "recovery_code", ["staff_id"])
    op.create_table(
        "sign_in_network",
        sa.Column("network", sa.String(60), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", name=op.f("pk_sign_in_network")),
    )


def _integrations() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String(30)), nullable=False),
        sa.Column("teams", postgresql.ARRAY(sa.String(60)), nullable=False),
        sa.Column("created_by", sa.String(80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    op.create_table(
        "outside_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference"], ["case.reference"], name=op.f("fk_outside_note_reference_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_note")),
    )
    op.create_index(op.f("ix_outside_note_reference"), "outside_note", ["reference"])
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("events", postgresql.ARRAY(sa.String(40)), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status in ('waiting', 'delivered', 'dead')", name=op.f("ck_webhook_delivery_status")),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_delivery_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )
    op.create_index("ix_webhook_delivery_status", "webhook_delivery", ["status", "created_at"])


def downgrade() -> None:
    op.execute(_NO_EVENTS)
    for table in ("webhook_delivery", "outbox", "webhook", "outside_note", "api_token"):
        op.drop_table(table)
    op.execute(_UNCHAIN)
    op.drop_table("audit_link")
    op.execute("drop function audit_link_is_append_only")
    for table in ("sign_in_network", "recovery_code", "second_factor", "kept_secret"):
        op.drop_table(table)
    for column in ("waits_for_code", "browser", "address"):
        op.drop_column("staff_session", column)
    for column in ("provider_subject", "provider"):
        op.drop_column("staff_member", column)
