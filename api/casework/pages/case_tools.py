"""The case page's tools as one part of the application."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.attachments.service import Attachments
from api.casework.cases.case_reader import REFERENCE, CaseNotFound
from api.casework.cases.priority import Priorities
from api.casework.cases.repository import CaseRepository
from api.casework.cases.service_guess import CaseGuess, Guesses
from api.casework.life import case as life
from api.casework.life.case_actions import CaseWork
from api.casework.life.case_upkeep import MOST_TAGS
from api.casework.on_behalf.page import HalfFilled
from api.casework.on_behalf.service import OnBehalf, make_on_behalf
from api.casework.on_behalf.write import CompletedForm
from api.casework.pages.mentions import Mentions, colleagues
from api.casework.pages.viewers import Viewers
from api.casework.queue.ringing import SAFEGUARDING, Ringing
from api.casework.replies import macros
from api.casework.replies.answer_suggestions import AnswerSuggestions, CaseSuggestions
from api.casework.replies.canned_texts import CannedTexts, FilledText
from api.casework.replies.delayed_replies import DelayedReplies
from api.casework.replies.drafts import ReplyDrafts
from api.conversation import hidden_words as hidden
from api.conversation.photos.photos import Photos
from api.db.session import Database
from api.db.tables.case_tools import DeskChoice, PendingReply
from api.db.tables.cases import Case
from api.kernel.errors import NotAllowed
from api.kernel.permissions import Member, Permission, teams_visible
from bot.ports import Encodes, FormBackend
from knowledge.search.search import Searcher


@dataclass(frozen=True, slots=True)
class PageTools:
    """What a case's page shows of its tools. `going` is a reply of the member's that can still be taken back."""

    guess: CaseGuess
    texts: tuple[FilledText, ...]
    draft: str
    going: str
    going_by: str
    others: tuple[str, ...]
    shortcuts: bool
    safeguarding: bool
    made: Sequence[CompletedForm]
    half_filled: tuple[HalfFilled, ...]
    offered: Mapping[str, Mapping[str, str]]
    colleagues: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CaseTools:
    """The tools of a case's page: texts, drafts, suggestions, priority, safeguarding, guesses."""

    database: Database
    work: CaseWork
    guesses: Guesses
    texts: CannedTexts
    drafts: ReplyDrafts
    delayed_replies: DelayedReplies
    answers: AnswerSuggestions
    mentions: Mentions
    viewers: Viewers
    on_behalf: OnBehalf
    priorities: Priorities
    attachments: Attachments

    async def of(self, member: Member, reference: str) -> PageTools:
        """What the case's page shows; whoever opens it looks at the case. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            await self.mentions.read(session, member, reference)
            await self.viewers.seen(session, member, case)
            choice = await session.get(DeskChoice, member.id)
            going = await session.get(PendingReply, reference)
            return PageTools(
                guess=await self.guesses.of(session, case),
                texts=await self.texts.for_case(session, member, case),
                draft=await self.drafts.of(session, member.id, case),
                going=hidden.plain(going.text) if going else "",
                going_by="you" if going and going.staff_id == member.id else "a colleague" if going else "",
                others=await self.viewers.others(session, member, reference),
                shortcuts=choice is None or choice.shortcuts,
                safeguarding=SAFEGUARDING in case.tags,
                made=await self.on_behalf.made(session, reference),
                half_filled=await self.on_behalf.half_filled(session, member, reference),
                offered=self.on_behalf.services(),
                colleagues=await colleagues(session, member, case.team),
            )

    async def suggested(self, member: Member, reference: str) -> CaseSuggestions:
        """Suggested replies and solved cases like this one. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            case = await self._case(session, member, reference)
            return await self.answers.suggested(session, member, case)

    async def composed(self, member: Member, reference: str, text: str, insert_text: str, canned: str) -> str:
        """The reply typed so far with a canned text put below it. Raises CaseNotFound."""
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
            await self.viewers.seen(session, member, case, typing=True)

    async def still_looking(self, member: Member, reference: str) -> None:
        """The case is still on the member's screen. Raises CaseNotFound."""
        async with self.database.transaction() as session:
            await self.viewers.seen(session, member, await self._case(session, member, reference))

    async def run_macro(self, member: Member, reference: str, text_id: str, key: str | None) -> None:
        """Answers, tags and closes as a macro says. Raises FormProblem or Conflict."""
        await macros.run(self.work, self.texts, member, reference, text_id, key)

    async def flag(self, member: Member, reference: str, note: str = "") -> None:
        """Flags the case for safeguarding: a tag, high priority at least, and the skill that whoever takes it needs.

        It rings as an urgent case does, for the safeguarding list too.
        """
        async with self.work.case_locks.open(member, reference) as work:
            case = work.case
            work.refuse_closed()
            if SAFEGUARDING not in case.tags:
                case.tags = [SAFEGUARDING, *case.tags][:MOST_TAGS]
                await Ringing(self.work.policy).ring(work.session, case, self.work.case_locks.clock())
            case.needs = list(dict.fromkeys([SAFEGUARDING, *case.needs]))
            await self.work.apply(work, life.flagged(work.state))
            await self.work.note(work, note)

    async def choose(self, member: Member, *, shortcuts: bool) -> None:
        """Switches the member's keyboard shortcuts on or off."""
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
    backends: Sequence[FormBackend] = (),
) -> CaseTools:
    """The tools around the case work."""
    case_locks = work.case_locks
    drafts = ReplyDrafts(case_locks.database, case_locks.vault)
    return CaseTools(
        database=case_locks.database,
        work=work,
        guesses=Guesses(case_locks),
        texts=CannedTexts(case_locks),
        drafts=drafts,
        delayed_replies=DelayedReplies(work, drafts, timedelta(seconds=undo_seconds)),
        answers=AnswerSuggestions(case_locks, searcher, encoder, site),
        mentions=Mentions(case_locks.database, case_locks.clock),
        viewers=Viewers(case_locks.clock),
        on_behalf=make_on_behalf(work, backends),
        priorities=Priorities(work),
        attachments=Attachments(work, photos),
    )
