"""Between stored versions and pages as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.db.tables.pages import KbVersion
from knowledge.pack.page_source import PageSource
from knowledge.pack.services import Service

REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What somebody wrote. The page's address and team follow from its id and service."""

    service: str | None
    title: str
    summary: str
    body: str
    actions: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    reviewed_on: date | None = None
    review_due: date | None = None
    questions: tuple[str, ...] = ()


def draft_of(source: PageSource) -> PageDraft:
    """A page of a pack as a draft."""
    return PageDraft(
        source.service,
        source.title,
        source.summary,
        source.body,
        source.actions,
        source.synonyms,
        source.reviewed_on,
        questions=source.questions,
    )


def draft_from(version: KbVersion) -> PageDraft:
    """The words of a stored version."""
    return PageDraft(
        version.service,
        version.title,
        version.summary,
        version.body,
        tuple(version.actions),
        tuple(version.synonyms),
        version.reviewed_on,
        version.review_due,
        tuple(version.questions),
    )


def source_of(page_id: str, draft: PageDraft, services: Mapping[str, Service]) -> PageSource:
    """A draft as a page that rules can check; its team is the one that its service has now."""
    known = services.get(draft.service or "")
    return PageSource(
        id=page_id,
        service=draft.service or "",
        title=draft.title,
        summary=draft.summary,
        url=f"/services/{page_id}",
        team=known.team if known else "",
        reviewed_on=draft.reviewed_on,
        actions=draft.actions,
        synonyms=draft.synonyms,
        body=draft.body,
        questions=draft.questions,
    )


def due(draft: PageDraft) -> date | None:
    """When a page is to be looked at again: a year after the last look, unless somebody says otherwise."""
    if draft.review_due is not None or draft.reviewed_on is None:
        return draft.review_due
    return draft.reviewed_on + REVIEW_AFTER
