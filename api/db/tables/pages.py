"""Pages and their versions, publications, banners, search overrides and imports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.db.base import Base, now


class KbPage(Base):
    """A page and where it stands. `source` is `pack`, `admin` or `import:<run>`; `external_key` is its name there."""

    __tablename__ = "kb_page"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'in_review', 'published', 'retired')", name="status"),
        CheckConstraint("(status = 'published') = (published_version is not null)", name="published_has_version"),
        CheckConstraint("redirect_to <> id", name="redirect_elsewhere"),
        ForeignKeyConstraint(
            ["id", "published_version"],
            ["kb_version.page_id", "kb_version.number"],
            name="fk_kb_page_published_version_kb_version",
            use_alter=True,
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("uq_kb_page_external_key", "external_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    service: Mapped[str | None] = mapped_column(String(80), index=True)
    status: Mapped[str] = mapped_column(String(10), default="draft")
    published_version: Mapped[int | None]
    redirect_to: Mapped[str | None] = mapped_column(ForeignKey("kb_page.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(String(40))
    external_key: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class KbVersion(Base):
    """What a page said, says or may say; its words never change. `base` is the number it was edited from.

    Its address follows from the page's id, and its team from its service.
    """

    __tablename__ = "kb_version"
    __table_args__ = (
        CheckConstraint("state in ('draft', 'in_review', 'published', 'superseded', 'rejected')", name="state"),
        Index(
            "uq_kb_version_open",
            "page_id",
            unique=True,
            postgresql_where=text("state in ('draft', 'in_review')"),
        ),
        Index("uq_kb_version_published", "page_id", unique=True, postgresql_where=text("state = 'published'")),
    )

    page_id: Mapped[str] = mapped_column(ForeignKey("kb_page.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    base: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    service: Mapped[str | None] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    actions: Mapped[list[str]] = mapped_column(ARRAY(String(20)))
    synonyms: Mapped[list[str]] = mapped_column(ARRAY(String(120)))
    questions: Mapped[list[str]] = mapped_column(ARRAY(String(200)))
    body: Mapped[str] = mapped_column(Text)
    reviewed_on: Mapped[date | None] = mapped_column(Date)
    review_due: Mapped[date | None] = mapped_column(Date, index=True)
    author: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(300), default="")
    reviewer: Mapped[str | None] = mapped_column(String(80))
    verdict: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]


class KbRelease(Base):
    """One publication, however many pages it changed. Replicas compare the highest number with their own."""

    __tablename__ = "kb_release"

    number: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(40))
    pages: Mapped[int] = mapped_column(default=0)


class KbBanner(Base):
    """Words at the top of every page, between two moments."""

    __tablename__ = "kb_banner"
    __table_args__ = (CheckConstraint("ends_at is null or ends_at > starts_at", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    link: Mapped[str | None] = mapped_column(String(300))
    starts_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)


class KbOverride(Base):
    """For questions in exactly these words, a page comes first or is left out. `phrase` is redacted, in lower case."""

    __tablename__ = "kb_override"
    __table_args__ = (
        CheckConstraint("kind in ('pin', 'exclude')", name="kind"),
        UniqueConstraint("phrase", "page_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase: Mapped[str] = mapped_column(String(200))
    page_id: Mapped[str] = mapped_column(ForeignKey("kb_page.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(7))
    created_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(default=now)


class KbImportRun(Base):
    """One import from another system: what was asked for, what came of it. `report` holds lines for people."""

    __tablename__ = "kb_import_run"
    __table_args__ = (CheckConstraint("state in ('running', 'done', 'failed')", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="running")
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    report: Mapped[list[str]] = mapped_column(JSONB, default=list)
    started_by: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
