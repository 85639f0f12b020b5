"""The case page's tools as one part of the application."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.case_page import macros
from api.case_page.answers import Answers, Encodes, Suggested
from api.case_page.attachments.service import Attachments
from api.case_page.canned import CannedTexts, Filled
from api.case_page.guess import Guess, Guesses
from api.case_page.looking import Looking
from api.case_page.mentions import Mentions, colleagues
from api.case_page.models import DeskChoice, PendingReply
from api.case_page.on_behalf.page import HalfFilled
from api.case_page.on_behalf.service import OnBehalf, make_on_behalf
from api.case_page.on_behalf.write import Made
from api.case_page.priority import Priorities
from api.case_page.sending import Sending
from api.case_page.typed import Drafts
from api.cases import hidden
from api.cases.models import Case
from api.cases.repository import CaseRepository
from api.cases.service import REFERENCE, CaseNotFound
from api.cases.work import CaseWork
from api.db.session import Database
from api.desk.presence import SAFEGUARDING
from api.desk.ringing import Ringing
from api.desk.tending import MOST_TAGS
from api.errors import NotAllowed
from api.reports.photos import Photos
from api.staff import audit
from api.staff.permissions import Member, Permission, teams_visible
from bot.ports import Office
from knowledge.search import Searcher


@dataclass(frozen=True, slots=True)
class PageTools:
    """What a case's page shows of its tools. `going` is a reply of the member's that can still be taken back."""

    guess: Guess
    texts: tuple[Filled, ...]
    draft: str
    going: str
    going_by: str
    others: tuple[str, ...]
    shortcuts: bool
    safeguarding: bool
    made: Sequence[Made]
    half_filled: tuple[HalfFilled, ...]
    offered: Mapping[str, Mapping[str, str]]
    colleagues: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CaseTools:
    """What routes and jobs use."""

    database: Database
    work: CaseWork
    guesses: Guesses
    texts: CannedTexts
    drafts: Drafts
    sending: Sending
    answers: Answers
    mentions: Mentions
    looking: Looking
    on_behalf: OnBehalf
    priorities: Priorities
    attachments: Attachments

    async def of(self, member: Member, reference: str) -> PageTools:
        """What the case's page shows; whoever opens it looks at the case. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            await self.mentions.read(session, member, reference)
            await self.looking.seen(session, member, case)
            choice = await session.get(DeskChoice, member.id)
            going = await session.get(PendingReply, reference)
            return PageTools(
                guess=await self.guesses.of(session, case),
                texts=await self.texts.for_case(session, member, case),
                draft=await self.drafts.of(session, member.id, case),
                going=hidden.plain(going.text) if going else "",
                going_by="you" if going and going.staff_id == member.id else "a colleague" if going else "",
                others=await self.looking.others(session, member, reference),
                shortcuts=choice is None or choice.shortcuts,
                safeguarding=SAFEGUARDING in case.tags,
                made=await self.on_behalf.made(session, reference),
                half_filled=await self.on_behalf.half_filled(session, member, reference),
                offered=self.on_behalf.services(),
                colleagues=await colleagues(session, member, case.team),
            )

    async def suggested(self, member: Member, reference: str) -> Suggested:
        """Suggested replies and solved cases like this one. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            return await self.answers.suggested(session, member, case)

    async def composed(self, member: Member, reference: str, text: str, insert_text: str, canned: str) -> str:
        """What is typed with a text put below it. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            chosen = [each.text for each in await self.texts.for_case(session, member, case) if str(each.id) == canned]
        parts = [text.rstrip(), insert_text.strip(), *chosen]
        return "\n\n".join(part for part in parts if part)

    async def keep(self, member: Member, reference: str, text: str) -> None:
        """Keeps a draft; whoever else looks at the case sees that the member types. Raises CaseNotFound."""
        await self.drafts.keep(member, reference, text)
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            await self.looking.seen(session, member, case, typing=True)

    async def still_looking(self, member: Member, reference: str) -> None:
        """The case is still on the member's screen. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            await self.looking.seen(session, member, await self._case(session, member, reference))

    async def run_macro(self, member: Member, reference: str, text_id: str, key: str | None) -> None:
        """Answers, tags and closes as a macro says. Raises FormProblem or Conflict."""
        await macros.run(self.work, self.texts, member, reference, text_id, key)

    async def flag(self, member: Member, reference: str, note: str = "") -> None:
        """Flags the case for safeguarding: a tag, high priority at least, and the skill that whoever takes it needs.

        It rings as an urgent case does, for the safeguarding list too.
        """
        async with self.work.at_work.open(member, reference) as work:
            case = work.case
            work.refuse_closed()
            if SAFEGUARDING not in case.tags:
                case.tags = [SAFEGUARDING, *case.tags][:MOST_TAGS]
                await Ringing(self.work.policy).ring(work.session, case, self.work.at_work.clock())
            case.needs = list(dict.fromkeys([SAFEGUARDING, *case.needs]))
            case.snoozed_until = None
            if (before := case.priority) in ("normal", "low"):
                case.priority = "high"
                await self.work.clocks.moved(work.session, case, case.team, self.work.at_work.clock(), before)
            await self.work.note(work, note)
            work.record(audit.Action.CASE_FLAGGED)

    async def choose(self, member: Member, *, shortcuts: bool) -> None:
        """Switches the member's keyboard shortcuts."""
        if not member.may(Permission.SEE_CASES):
            raise NotAllowed()
        row = insert(DeskChoice).values(staff_id=member.id, shortcuts=shortcuts)
        async with self.database.transaction() as session:
            changed = row.on_conflict_do_update(index_elements=["staff_id"], set_={"shortcuts": shortcuts})
            await session.execute(changed)

    async def _case(self, session: AsyncSession, member: Member, reference: str) -> Case:
        valid = REFERENCE.fullmatch(reference) and member.may(Permission.SEE_CASES)
        case = await CaseRepository(session).find(reference, teams_visible(member)) if valid else None
        if case is None:
            raise CaseNotFound()
        return case


def make_case_tools(
    work: CaseWork,
    searcher: Callable[[], Searcher],
    encoder: Encodes,
    photos: Photos,
    undo_seconds: int = 0,
    site: str = "",
    offices: Sequence[Office] = (),
) -> CaseTools:
    """The tools around the case work."""
    at_work = work.at_work
    drafts = Drafts(at_work.database, at_work.vault)
    return CaseTools(
        database=at_work.database,
        work=work,
        guesses=Guesses(at_work),
        texts=CannedTexts(at_work),
        drafts=drafts,
        sending=Sending(work, drafts, timedelta(seconds=undo_seconds)),
        answers=Answers(at_work, searcher, encoder, site),
        mentions=Mentions(at_work.database, at_work.clock),
        looking=Looking(at_work.clock),
        on_behalf=make_on_behalf(work, offices),
        priorities=Priorities(work),
        attachments=Attachments(work, photos),
    )
