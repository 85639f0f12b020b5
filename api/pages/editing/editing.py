"""Writing pages: every save is a new version, made on the one that its writer saw."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.pages import KbPage, KbVersion
from api.kernel import audit
from api.kernel.form_problems import FormProblem, one_line, plain_lines
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment
from api.pages.editing.page_problems import EditedMeanwhile, NotNow, PageExists, PageNotFound, require
from api.pages.editing.repository import PageRepository
from api.pages.editing.sources import PageDraft, draft_from, due
from api.pages.publication.workflow import OPEN, OutOfStep, PageStatus, VersionState, VersionStep, after
from api.pages.wording import say
from knowledge.pack.page import PageAction
from knowledge.pack.services import SLUG

LONGEST = {"title": 200, "summary": 2000, "body": 60_000}  # characters; the rules for publishing are stricter
MOST_SYNONYMS, LONGEST_SYNONYM, LONGEST_ID, LONGEST_NOTE = 60, 120, 80, 300
MOST_QUESTIONS, LONGEST_QUESTION = 40, 200
LEAST_REASON = 5


@dataclass(frozen=True, slots=True)
class _LockedPage:
    """A page and its versions, newest first, locked for this transaction."""

    session: AsyncSession
    member: Member
    page: KbPage
    versions: Sequence[KbVersion]

    def version(self, number: int) -> KbVersion:
        found = next((version for version in self.versions if version.number == number), None)
        if found is None:
            raise PageNotFound(say("editing.no_version"))
        return found

    def record(self, action: audit.Action, number: int, **details: audit.Detail) -> None:
        subject = audit.page(self.page.id)
        audit.record(
            self.session, self.member.username, action, subject, {"version": number, **details}, self.member.address
        )


class Editing:
    """Drafts and reviews. One transaction a call; nothing here changes what residents read."""

    def __init__(self, database: Database, services: Collection[str], clock: Callable[[], datetime] = now) -> None:
        self._database, self._services, self._clock = database, services, clock

    async def create(self, member: Member, page_id: str, draft: PageDraft, note: str = "") -> int:
        """A new page with a first draft; returns its version's number. Raises PageExists or FormProblem."""
        require(member, Permission.EDIT_PAGES)
        if not SLUG.fullmatch(page_id) or len(page_id) > LONGEST_ID:
            raise FormProblem("id", say("editing.address"))
        written = checked(draft, self._services)
        async with self._database.transaction() as session:
            pages = PageRepository(session)
            if await pages.known([page_id]):
                raise PageExists()
            page = KbPage(id=page_id, service=written.service, status=PageStatus.DRAFT, source="admin")
            await pages.add(page)
            work = _LockedPage(session, member, page, ())
            return await self._write(work, written, None, VersionState.DRAFT, note)

    async def save(self, member: Member, page_id: str, base: int, draft: PageDraft, note: str = "") -> int:
        """A new draft on top of version `base`; returns its number. Raises EditedMeanwhile or FormProblem."""
        written = checked(draft, self._services)
        async with self._locked_page(member, page_id) as work:
            self._refuse_stale(work, base)
            number = await self._write(work, written, base, VersionState.DRAFT, note)
            work.record(audit.Action.PAGE_SAVED, number, base=base)
            return number

    async def roll_back(self, member: Member, page_id: str, number: int) -> int:
        """A copy of an old version, sent for review; returns its number. Somebody else publishes it."""
        async with self._locked_page(member, page_id) as work:
            draft = draft_from(work.version(number))
            newest = work.versions[0].number
            made = await self._write(
                work, draft, newest, VersionState.IN_REVIEW, say("editing.back_version", number=number)
            )
            work.record(audit.Action.PAGE_ROLLED_BACK, made, back_to=number)
            return made

    async def submit(self, member: Member, page_id: str, number: int) -> None:
        """Sends a draft for review. Raises NotNow."""
        async with self._locked_page(member, page_id) as work:
            self._step(work, work.version(number), VersionStep.SUBMIT)
            work.record(audit.Action.PAGE_SUBMITTED, number)

    async def withdraw(self, member: Member, page_id: str, number: int) -> None:
        """Takes a version back from review: it is a draft again. Raises NotNow."""
        async with self._locked_page(member, page_id) as work:
            self._step(work, work.version(number), VersionStep.WITHDRAW)
            work.record(audit.Action.PAGE_WITHDRAWN, number)

    async def mark_reviewed(self, member: Member, page_id: str, on: date) -> int:
        """The published words, checked on this day and sent for review; returns the version. Raises NotNow."""
        async with self._locked_page(member, page_id) as work:
            if work.page.published_version is None:
                raise NotNow(say("editing.not_published"))
            if work.versions[0].state in OPEN:
                raise NotNow(say("editing.being_changed"))
            checked_today = replace(
                draft_from(work.version(work.page.published_version)), reviewed_on=on, review_due=None
            )
            newest = work.versions[0].number
            made = await self._write(work, checked_today, newest, VersionState.IN_REVIEW, say("editing.checked"))
            work.record(audit.Action.PAGE_SUBMITTED, made, reviewed_on=on.isoformat())
            return made

    async def reject(self, member: Member, page_id: str, number: int, reason: str) -> None:
        """Sends a version back to its writer, with the reason. Raises NotNow or FormProblem."""
        why = one_line(reason)
        if not LEAST_REASON <= len(why) <= LONGEST_NOTE:
            raise FormProblem(
                "reason",
                say("editing.reason", least=LEAST_REASON, most=LONGEST_NOTE),
            )
        async with self._locked_page(member, page_id, Permission.PUBLISH_PAGES) as work:
            version = work.version(number)
            self._step(work, version, VersionStep.REJECT)
            version.reviewer, version.verdict = member.username, why
            work.record(audit.Action.PAGE_REJECTED, number, reason=why)

    @asynccontextmanager
    async def _locked_page(
        self, member: Member, page_id: str, permission: Permission = Permission.EDIT_PAGES
    ) -> AsyncIterator[_LockedPage]:
        require(member, permission)
        async with self._database.transaction() as session:
            pages = PageRepository(session)
            page = await pages.page(page_id, lock=True)
            if page is None:
                raise PageNotFound()
            yield _LockedPage(session, member, page, await pages.versions(page_id))
            page.updated_at = self._clock()

    def _refuse_stale(self, work: _LockedPage, base: int) -> None:
        newest = work.versions[0]
        if newest.number != base:
            raise EditedMeanwhile(
                say(
                    "editing.saved_meanwhile",
                    author=newest.author,
                    number=newest.number,
                    moment=moment(newest.created_at),
                )
            )

    async def _write(
        self, work: _LockedPage, draft: PageDraft, base: int | None, state: VersionState, note: str
    ) -> int:
        row = await add_version(
            work.session, work.page, work.versions, draft, work.member.username, base, state, note, self._clock()
        )
        if base is None:
            work.record(audit.Action.PAGE_SAVED, row.number)
        return row.number

    def _step(self, work: _LockedPage, version: KbVersion, step: VersionStep) -> None:
        try:
            version.state = after(VersionState(version.state), step)
        except OutOfStep as refused:
            raise NotNow(str(refused)) from None
        _restand(work.page, VersionState(version.state))


def checked(draft: PageDraft, services: Collection[str]) -> PageDraft:
    """The draft with plain line ends and nothing that a database cannot hold. Raises FormProblem."""
    texts = {name: plain_lines(getattr(draft, name)) for name in LONGEST}
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            raise FormProblem(name, say("editing.too_long", name=name, most=f"{LONGEST[name]:,}"))
    if not texts["title"]:
        raise FormProblem("title", say("editing.title"))
    if draft.service is not None and draft.service not in services:
        raise FormProblem("service", say("editing.service"))
    synonyms = tuple(dict.fromkeys(found for word in draft.synonyms if (found := plain_lines(word).lower())))
    if len(synonyms) > MOST_SYNONYMS or any(len(word) > LONGEST_SYNONYM for word in synonyms):
        limit = say("editing.synonyms", most=MOST_SYNONYMS, longest=LONGEST_SYNONYM)
        raise FormProblem("synonyms", limit)
    questions = tuple(dict.fromkeys(found for line in draft.questions if (found := plain_lines(line))))
    if len(questions) > MOST_QUESTIONS or any(len(line) > LONGEST_QUESTION for line in questions):
        limit = say("editing.questions", most=MOST_QUESTIONS, longest=LONGEST_QUESTION)
        raise FormProblem("questions", limit)
    if unknown := set(draft.actions) - set(PageAction):
        raise FormProblem("actions", say("editing.no_action", names=", ".join(sorted(unknown))))
    title, summary = (" ".join(texts[name].split()) for name in ("title", "summary"))
    return replace(draft, title=title, summary=summary, body=texts["body"], synonyms=synonyms, questions=questions)


async def add_version(
    session: AsyncSession,
    page: KbPage,
    versions: Sequence[KbVersion],
    draft: PageDraft,
    author: str,
    base: int | None,
    state: VersionState,
    note: str,
    at: datetime,
) -> KbVersion:
    """A version above all others, closing the one that was open. `page` is locked, `versions` are newest first."""
    for version in versions:
        if version.state in OPEN:
            version.state = after(VersionState(version.state), VersionStep.EDIT)
    await session.flush()  # no page has two open versions, not even for a moment
    number = 1 + (versions[0].number if versions else 0)
    row = version_row(page.id, number, base, draft, author, state, note)
    row.created_at = at
    await PageRepository(session).add(row)
    if page.published_version is None:
        page.service = draft.service
    _restand(page, state)
    return row


def version_row(
    page_id: str, number: int, base: int | None, draft: PageDraft, author: str, state: VersionState, note: str = ""
) -> KbVersion:
    """A new version of a page, to be stored."""
    return KbVersion(
        page_id=page_id,
        number=number,
        base=base,
        state=state.value,
        service=draft.service,
        title=draft.title,
        summary=draft.summary,
        actions=list(draft.actions),
        synonyms=list(draft.synonyms),
        questions=list(draft.questions),
        body=draft.body,
        reviewed_on=draft.reviewed_on,
        review_due=due(draft),
        author=author,
        note=plain_lines(note)[:LONGEST_NOTE],
    )


def _restand(page: KbPage, state: VersionState) -> None:
    """A page that residents read, or read once, stands where it stood; any other stands where its draft does."""
    if page.status not in (PageStatus.PUBLISHED, PageStatus.RETIRED):
        page.status = PageStatus.IN_REVIEW if state is VersionState.IN_REVIEW else PageStatus.DRAFT
