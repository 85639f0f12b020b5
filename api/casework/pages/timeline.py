"""What happened to a case besides messages: notes among staff, and its events from the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.attachments.attachment_queries import TITLES, of_notes
from api.casework.cases.merged_cases import landed_in
from api.casework.cases.notes import Notes
from api.casework.cases.views import TimelineEntry
from api.casework.wording import WORDING, say
from api.conversation import hidden_words as hidden
from api.db.tables.case_tools import Attachment, Mention
from api.db.tables.conversations import MessageRecord
from api.db.tables.desk import CaseNote
from api.db.tables.staff import AuditEvent, StaffMember
from api.kernel import audit
from api.kernel.audit import Action
from api.kernel.times import moment

MOST_EVENTS = 300
SHOWN_LAST = ("made", "why")
EVENTS: Mapping[str, str] = {Action(key): text for key, text in WORDING.section("events").items()}
SHOWN = ("clock", "before", "after", "to", "into", "other", "until", "tags", "service")  # details that say more
SYSTEMS: Mapping[str, str] = WORDING.section("actors")


async def beside(session: AsyncSession, reference: str) -> list[TimelineEntry]:
    """Notes and events of a case, and what came for cases merged into it, to be put in order with its messages."""
    landed = await landed_in(session, reference)
    return [*await _notes(session, reference), *await _events(session, reference), *map(_landed, landed)]


def _landed(each: tuple[MessageRecord, str]) -> TimelineEntry:
    """What a resident wrote in a chat whose case was merged into this one."""
    said, merged = each
    who = say("timeline.merged_resident", reference=merged)
    return TimelineEntry("resident", who, moment(said.created_at), hidden.chips(said.text), said.created_at)


async def _notes(session: AsyncSession, reference: str) -> list[TimelineEntry]:
    notes = await Notes(session).of(reference)
    told, files = await _told(session, notes), await of_notes(session, reference)
    return [
        TimelineEntry("note", _author(note), moment(note.created_at), _note(note, told, files), note.created_at)
        for note in notes
    ]


async def _told(session: AsyncSession, notes: Sequence[CaseNote]) -> dict[int, list[str]]:
    query = (
        select(Mention.note_id, StaffMember.display_name)
        .join(StaffMember, StaffMember.id == Mention.staff_id)
        .where(Mention.note_id.in_([note.id for note in notes]))
        .order_by(StaffMember.display_name)
    )
    told: dict[int, list[str]] = {}
    for note_id, name in (await session.execute(query)).all():
        told.setdefault(note_id, []).append(name)
    return told


async def _events(session: AsyncSession, reference: str) -> list[TimelineEntry]:
    query = (
        select(AuditEvent, StaffMember.display_name)
        .outerjoin(StaffMember, StaffMember.username == AuditEvent.actor)
        .where(AuditEvent.subject == audit.case(reference), AuditEvent.action.in_(EVENTS))
        .order_by(AuditEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return [
        TimelineEntry("event", name or SYSTEMS.get(event.actor, event.actor), moment(event.at), _event(event), event.at)
        for event, name in (await session.execute(query)).all()
    ]


def _author(note: CaseNote) -> str:
    return (
        say("timeline.outside_note", author=note.author)
        if note.outside
        else say("timeline.staff_note", author=note.author)
    )


def _note(note: CaseNote, told: Mapping[int, Sequence[str]], files: Mapping[int, Sequence[Attachment]]) -> Markup:
    names = escape("\n" + say("timeline.told", names=", ".join(told[note.id]))) if told.get(note.id) else Markup("")
    links = Markup("").join(
        Markup('\n<a class="govuk-link" href="/staff/cases/{}/attachments/{}">{}</a>').format(
            note.reference, each.code, TITLES[each.kind]
        )
        for each in files.get(note.id, ())
    )
    return hidden.chips(note.text) + names + links


def _event(event: AuditEvent) -> Markup:
    more = "; ".join(f"{name}: {event.details[name]}" for name in (*SHOWN, *SHOWN_LAST) if event.details.get(name))
    return hidden.chips(EVENTS[event.action] + (f" ({more})" if more else ""))
