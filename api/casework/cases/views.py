"""Cases as the staff pages show them."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from api.casework.attachments.attachment_queries import RESIDENTS
from api.casework.cases import case_words as words
from api.casework.cases.repository import ListedCase
from api.casework.queue.ringing import SAFEGUARDING
from api.casework.wording import say
from api.conversation import hidden_words as hidden
from api.conversation import shown_messages as present
from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation, MessageRecord
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment, waited
from bot.council import Council

EXCERPT = 100  # characters of a summary in the list


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a line of the list."""

    reference: str
    priority: str
    status: str
    service: str
    team: str
    excerpt: Markup
    waited: str
    since: str
    holder: str | None
    safeguarding: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A message, note or event on the timeline."""

    sender: str
    who: str
    at: str
    html: Markup
    when: datetime


@dataclass(frozen=True, slots=True)
class HiddenValue:
    """A value that can be revealed: its placeholder, and that in words."""

    placeholder: str
    words: str


@dataclass(frozen=True, slots=True)
class AllowedOnCase:
    """What this member may do with this case now."""

    claim: bool
    reply: bool
    release: bool
    transfer: bool
    reveal: bool
    erase: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that its page shows."""

    reference: str
    priority: str
    status: str
    reason: str
    outcome: str
    service: str
    team: str
    team_slug: str
    opened: str
    waited: str
    closed: str | None
    holder: str | None
    conversation: str
    transcript: tuple[TimelineEntry, ...]
    hidden_values: tuple[HiddenValue, ...]
    siblings: tuple[str, ...]
    photos: tuple[str, ...]
    allowed: AllowedOnCase


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """The rows that the database holds for one case's page."""

    case: Case
    conversation: Conversation
    messages: Sequence[MessageRecord]
    holder: str | None
    outcome: str | None
    siblings: Sequence[Case]
    kept: Collection[str]
    photos: Collection[UUID] = ()
    beside: Sequence[TimelineEntry] = ()


class CaseViews:
    """Turns cases into what pages show. Knows the council's names for services and teams."""

    def __init__(self, council: Council) -> None:
        self._council = council

    def team(self, slug: str) -> str:
        """The council's name of a team."""
        known = self._council.teams.get(slug)
        return known.name if known else slug

    def line(self, queued: ListedCase, at: datetime) -> CaseLine:
        """A listed case as a line of the list at this moment."""
        case = queued.case
        return CaseLine(
            reference=case.reference,
            priority=case.priority,
            status=case.status,
            service=self._service(case.service),
            team=self.team(case.team),
            excerpt=hidden.chips(textwrap.shorten(case.summary, EXCERPT, placeholder=" …")),
            waited=waited(case.created_at, case.closed_at or at),
            since=moment(case.created_at),
            holder=queued.holder,
            safeguarding=SAFEGUARDING in case.tags,
        )

    def case(self, found: CaseRecord, member: Member, at: datetime) -> CaseView:
        """A case's page as this member sees it."""
        case = found.case
        texts = [case.summary, *(record.text for record in found.messages)]
        known = [each for each in hidden.placeholders(texts) if each in found.kept]  # anybody can type one
        said = [self._said(record, case.reference) for record in found.messages]
        return CaseView(
            reference=case.reference,
            priority=case.priority,
            status=case.status,
            reason=words.reason(case.reason),
            outcome=words.OUTCOMES.get(found.outcome or "", say("case.not_recorded")),
            service=self._service(case.service),
            team=self.team(case.team),
            team_slug=case.team,
            opened=moment(case.created_at),
            waited=waited(case.created_at, case.closed_at or at),
            closed=moment(case.closed_at) if case.closed_at else None,
            holder=found.holder,
            conversation=found.conversation.owner,
            transcript=tuple(sorted([*said, *found.beside], key=lambda each: each.when)),
            hidden_values=tuple(HiddenValue(each, hidden.in_words(each)) for each in known),
            siblings=tuple(sibling.reference for sibling in found.siblings),
            photos=tuple(map(str, found.photos)),
            allowed=allowed(case, found.conversation, member),
        )

    def _service(self, slug: str | None) -> str:
        known = self._council.services.get(slug or "")
        return known.name if known else say("case.not_known")

    def _said(self, record: MessageRecord, of: str) -> TimelineEntry:
        plain = record.sender == "resident"
        html = hidden.chips(record.text) if plain else hidden.chips_in_html(_for_staff(present.html(record.text), of))
        return TimelineEntry(record.sender, _speaker(record), moment(record.created_at), html, record.created_at)


def allowed(case: Case, conversation: Conversation, member: Member) -> AllowedOnCase:
    """What the page offers. The service decides again when a form comes in."""
    works, mine = member.may(Permission.WORK_CASES), case.claimed_by == member.id
    live = case.status != "closed"
    steps_in = mine or member.may(Permission.OVERRULE)
    claimed = case.status == "claimed"
    return AllowedOnCase(
        claim=works and case.status == "open",
        reply=works and claimed and mine and conversation.owner != "closed",
        release=works and claimed and steps_in,
        transfer=works and live and (not claimed or steps_in),
        reveal=member.may(Permission.REVEAL),
        erase=member.may(Permission.ERASE),
    )


def _for_staff(html: str, reference: str) -> str:
    """Files open by the case, on record, and not by the resident's link."""
    return html.replace(f'href="{RESIDENTS}/', f'href="/staff/cases/{reference}/attachments/')


def _speaker(record: MessageRecord) -> str:
    return words.SENDERS.get(record.sender) or record.sender_name or say("case.staff")
