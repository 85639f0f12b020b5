"""The live knowledge base: pages, versions, releases, banners, search overrides, imports"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_knowledge_base"
down_revision = "0003_unfinished"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kb_banner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at is null or ends_at > starts_at", name=op.f("ck_kb_banner_ends_after_it_starts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_banner")),
    )
    op.create_table(
        "kb_import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("started_by", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('running', 'done', 'failed')", name=op.f("ck_kb_import_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_import_run")),
    )
    op.create_table(
        "kb_page",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("published_version", sa.Integer(), nullable=True),
        sa.Column("redirect_to", sa.String(length=80), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("external_key", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(status = 'published') = (published_version is not null)", name=op.f("ck_kb_page_published_has_version")
        ),
        sa.CheckConstraint("status in ('draft', 'in_review', 'published', 'retired')", name=op.f("ck_kb_page_status")),
        sa.CheckConstraint("redirect_to <> id", name=op.f("ck_kb_page_redirect_elsewhere")),
        sa.ForeignKeyConstraint(
            ["redirect_to"], ["kb_page.id"], name=op.f("fk_kb_page_redirect_to_kb_page"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_page")),
    )
    op.create_index(op.f("ix_kb_page_service"), "kb_page", ["service"], unique=False)
    op.create_index("uq_kb_page_external_key", "kb_page", ["external_key"], unique=True)
    op.create_table(
        "kb_release",
        sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_kb_release")),
    )
    op.create_table(
        "kb_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.String(length=200), nullable=False),
        sa.Column("page_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('pin', 'exclude')", name=op.f("ck_kb_override_kind")),
        sa.ForeignKeyConstraint(
            ["page_id"], ["kb_page.id"], name=op.f("fk_kb_override_page_id_kb_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kb_override")),
        sa.UniqueConstraint("phrase", "page_id", name=op.f("uq_kb_override_phrase")),
    )
    op.create_index(op.f("ix_kb_override_page_id"), "kb_override", ["page_id"], unique=False)
    op.create_table(
        "kb_version",
        sa.Column("page_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("service", sa.String(length=80), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("actions", postgresql.ARRAY(sa.String(length=20)), nullable=False),
        sa.Column("synonyms", postgresql.ARRAY(sa.String(length=120)), nullable=False),
        sa.Column("questions", postgresql.ARRAY(sa.String(length=200)), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("review_due", sa.Date(), nullable=True),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=True),
        sa.Column("verdict", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'in_review', 'published', 'superseded', 'rejected')", name=op.f("ck_kb_version_state")
        ),
        sa.ForeignKeyConstraint(
            ["page_id"], ["kb_page.id"], name=op.f("fk_kb_version_page_id_kb_page"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("page_id", "number", name=op.f("pk_kb_version")),
    )
    op.create_index(op.f("ix_kb_version_review_due"), "kb_version", ["review_due"], unique=False)
    op.create_index(
        "uq_kb_version_open",
        "kb_version",
        ["page_id"],
        unique=True,
        postgresql_where=sa.text("state in ('draft', 'in_review')"),
    )
    op.create_index(
        "uq_kb_version_published",
        "kb_version",
        ["page_id"],
        unique=True,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_foreign_key(
        "fk_kb_page_published_version_kb_version",
        "kb_page",
        "kb_version",
        ["id", "published_version"],
        ["page_id", "number"],
        initially="DEFERRED",
        deferrable=True,
    )


def downgrade() -> None:
    op.drop_constraint("fk_kb_page_published_version_kb_version", "kb_page", type_="foreignkey")
    op.drop_index("uq_kb_version_published", table_name="kb_version", postgresql_where=sa.text("state = 'published'"))
    op.drop_index(
        "uq_kb_version_open", table_name="kb_version", postgresql_where=sa.text("state in ('draft', 'in_review')")
    )
    op.drop_index(op.f("ix_kb_version_review_due"), table_name="kb_version")
    op.drop_table("kb_version")
    op.drop_index(op.f("ix_kb_override_page_id"), table_name="kb_override")
    op.drop_table("kb_override")
    op.drop_table("kb_release")
    op.drop_index("uq_kb_page_external_key", table_name="kb_page")
    op.drop_index(op.f("ix_kb_page_service"), table_name="kb_page")
    op.drop_table("kb_page")
    op.drop_table("kb_import_run")
    op.drop_table("kb_banner")
