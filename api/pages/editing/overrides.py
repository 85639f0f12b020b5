"""Search overrides: for a question in exactly these words, a page comes first or is left out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from api.db.session import Database
from api.db.tables.pages import KbOverride
from api.kernel import audit
from api.kernel.errors import NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member, Permission
from api.pages.editing.extras_repository import ExtrasRepository
from api.pages.editing.page_problems import PageNotFound, require
from api.pages.editing.repository import PageRepository, ReleaseRepository
from api.pages.wording import say
from bot.ports import Redacts
from bot.understanding.model_words import without_placeholders
from knowledge.search.curated import normal
from redaction import RedactionFailed

KINDS = ("pin", "exclude")
LONGEST_PHRASE = 200


class Overrides:
    """Pins and excludes pages, each in a release of its own. Questions are kept redacted."""

    def __init__(self, database: Database, redactor: Redacts, refresh: Callable[[], Awaitable[None]]) -> None:
        self._database, self._redactor, self._refresh = database, redactor, refresh

    async def set(self, member: Member, question: str, page_id: str, kind: str) -> int:
        """Pins or excludes a page for a question; returns the override's id. Raises FormProblem or PageNotFound."""
        require(member, Permission.PUBLISH_PAGES)
        if kind not in KINDS:
            raise FormProblem("kind", say("overrides.effect"))
        phrase = self._phrase(question)
        async with self._database.transaction() as session:
            releases, extras = ReleaseRepository(session), ExtrasRepository(session)
            await releases.alone()
            page = await PageRepository(session).page(page_id)
            if page is None or page.published_version is None:
                raise PageNotFound()
            await extras.clear_override(phrase, page_id, kind)
            row = KbOverride(phrase=phrase, page_id=page_id, kind=kind, created_by=member.username)
            override_id = await extras.add(row)
            await releases.add(member.username, "override")
            details: dict[str, audit.Detail] = {"kind": kind, "question": phrase}
            subject = audit.page(page_id)
            audit.record(session, member.username, audit.Action.OVERRIDE_SET, subject, details, member.address)
        await self._refresh()
        return override_id

    async def remove(self, member: Member, override_id: int) -> None:
        """Lets search decide again. Raises NotFound."""
        require(member, Permission.PUBLISH_PAGES)
        async with self._database.transaction() as session:
            releases, extras = ReleaseRepository(session), ExtrasRepository(session)
            await releases.alone()
            row = await extras.override(override_id)
            if row is None:
                raise NotFound(say("overrides.not_found"))
            await extras.remove(row)
            await releases.add(member.username, "override")
            details: dict[str, audit.Detail] = {"kind": row.kind, "question": row.phrase}
            subject = audit.page(row.page_id)
            audit.record(session, member.username, audit.Action.OVERRIDE_REMOVED, subject, details, member.address)
        await self._refresh()

    async def listing(self, member: Member) -> Sequence[KbOverride]:
        """Every override, in order of its question."""
        require(member, Permission.SEE_PAGES)
        async with self._database.transaction() as session:
            return await ExtrasRepository(session).overrides()

    def _phrase(self, question: str) -> str:
        """The question as search will see it: redacted, in lower case, words alone. Raises FormProblem."""
        try:
            safe = self._redactor.redact(question[: 4 * LONGEST_PHRASE].replace("\x00", "")).text
        except RedactionFailed:
            raise FormProblem("question", say("overrides.not_checked")) from None
        phrase = normal(without_placeholders(safe))
        if not 0 < len(phrase) <= LONGEST_PHRASE:
            raise FormProblem("question", say("overrides.question", most=LONGEST_PHRASE))
        return phrase
