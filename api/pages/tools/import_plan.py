"""What an import would do, before it does it. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from api.pages.editing.editing import LONGEST
from api.pages.editing.imports import EarlierImport, ImportedPages, Validator, Validators
from api.pages.editing.sources import PageDraft
from api.pages.wording import say
from knowledge.importers.collect import ImportChanges, ImportRun
from knowledge.importers.drafts import slug_of
from knowledge.importers.guess_service import Search, guess_service
from knowledge.importers.imported import Imported, KnownPage
from knowledge.pack.page import PageAction
from knowledge.pack.services import SLUG, Service

NAMED = 0.9  # from here on the page itself says what it is about
ACTIONS = frozenset(action.value for action in PageAction)


@dataclass(frozen=True, slots=True)
class PlannedDraft:
    """A page of the source as a draft. `note` tells the editor how sure the service is."""

    key: str
    page_id: str
    draft: PageDraft
    came: ImportedPages
    note: str
    where: str


def prefix(kind: str, source: str) -> str:
    """What the lasting names of all pages of a source begin with: two sources may use the same keys."""
    return f"{kind}:{hashlib.sha256(source.encode()).hexdigest()[:12]}:"


def known(earlier: Mapping[str, EarlierImport], validators: Validators) -> dict[str, KnownPage]:
    """What the importer is to know of each page: whether it has changed is seen from its words, unless the source says
    by an ETag or a date that it has not."""
    return {key: KnownPage("", *validators.get(key, (None, None))) for key in earlier}


def validators_of(read: ImportRun, before: Validators, refused: Collection[str]) -> dict[str, Validator]:
    """ETags and dates for the next run. A page that was refused is read again, whatever its source says."""
    fresh = {page.key: (page.etag, page.last_modified) for page in read.pages if page.etag or page.last_modified}
    kept = {key: before[key] for key in read.unchanged if key in before}
    return {key: value for key, value in {**kept, **fresh}.items() if key not in refused}


def plan(
    changes: ImportChanges, earlier: Mapping[str, EarlierImport], services: Sequence[Service], search: Search
) -> tuple[PlannedDraft, ...]:
    """Every page that was read, in the order of the source: new ones first."""
    return tuple(_planned(changes, earlier, services, search))


def _planned(
    changes: ImportChanges, earlier: Mapping[str, EarlierImport], services: Sequence[Service], search: Search
) -> Iterator[PlannedDraft]:
    by_slug = {service.slug: service for service in services}
    for page in chain(changes.new, changes.changed):
        before = earlier.get(page.key)
        guess = guess_service(page, services, search)
        settled = before is not None and guess.confidence < NAMED  # a guess that wavers is no change of the page
        slug = before.draft.service if before and settled else guess.service
        draft = _draft(page, by_slug.get(slug or ""))
        came = (
            ImportedPages.NEW
            if before is None
            else ImportedPages.SAME
            if before.draft == draft
            else ImportedPages.CHANGED
        )
        note = say("imports.imported_as", confidence=f"{guess.confidence:.0%}", why=guess.why)
        yield PlannedDraft(page.key, _page_id(page), draft, came, note, page.url or page.key)


def _draft(page: Imported, service: Service | None) -> PageDraft:
    does = service.does if service and service.does in ACTIONS else PageAction.ANSWER.value
    title, summary = page.title[: LONGEST["title"]], page.summary[: LONGEST["summary"]]
    words = (" ".join(title.split()), " ".join(summary.split()), page.body_markdown.strip())
    return PageDraft(service.slug if service else None, *words, tuple(dict.fromkeys((does, PageAction.TALK.value))))


def _page_id(page: Imported) -> str:
    """The last part of the page's address, if it is one that pages here could have; else its title."""
    last = page.url.rstrip("/").rpartition("/")[2].partition("?")[0].partition(".")[0].lower()
    fits = SLUG.fullmatch(last) and any(sign.isalpha() for sign in last) and len(last) <= 60
    return last if fits else slug_of(page.title)
