"""Our side of GeoReport: what is public of reports, and reports that come in from elsewhere.

Nothing a resident wrote freely is public: a description is made of the answers chosen from lists, and a place in words
is left out when redaction hid anything in it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.change_owner import without_chat
from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import Conversation, MessageRecord
from api.db.tables.reports import Report
from api.reports.answers import YES_NO
from api.reports.form import DANGER
from api.reports.kinds import ReportKind, ReportKinds
from api.reports.open311.documents import Value, moment
from api.reports.open311.incoming import Incoming, checked
from api.reports.open311.route import GeneralError, UnknownCode
from api.reports.place import Point, is_private, read_point, same_place
from api.reports.ports import OpenCase
from api.reports.repository import ReportRepository, ReportStatus
from api.reports.wording import say
from api.vault.service import Safe, Vault
from bot.council import Council
from bot.ports import Redacts, References
from bot.turn import CaseDraft, Priority
from redaction import Label, RedactionFailed

SPAN = timedelta(days=90)
MOST = 1000
SAME_WITHIN = timedelta(hours=1)  # the same words again are the same report: a client that did not hear our answer


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests to list; empty means all."""

    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("open", "closed")
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = MOST


@dataclass(frozen=True)
class GeoReport:
    """The council's reports for other programs. One transaction a call."""

    database: Database
    vault: Vault
    redactor: Redacts
    council: Council
    kinds: ReportKinds
    references: References
    open_case: OpenCase
    secret: bytes = field(repr=False)

    @property
    def public(self) -> Mapping[str, ReportKind]:
        """The kinds that are public, by service code."""
        return {slug: kind for slug, kind in self.kinds.kinds.items() if kind.public}

    def services(self) -> Sequence[Mapping[str, Value]]:
        """The list of services that can be reported."""
        return [self._service(kind) for kind in self.public.values()]

    def _service(self, kind: ReportKind) -> Mapping[str, Value]:
        return {
            "service_code": kind.service,
            "service_name": kind.title,
            "description": kind.next_step or None,
            "metadata": True,
            "type": "realtime",
            "keywords": ", ".join(kind.service.split("-")),
            "group": self.council.team_for(kind.service).name,
        }

    def definition(self, code: str) -> Mapping[str, Value]:
        """What a report of a service needs besides its place. Raises UnknownCode."""
        kind = self.kind(code)
        attributes = [_attribute(q.name, q.ask, q.choices, required=not q.optional) for q in kind.questions]
        if kind.danger:
            yes_no = [(choice.value, choice.title) for choice in YES_NO]
            attributes.append(_attribute(DANGER, kind.danger.ask, yes_no, required=False))
        ordered = [{**each, "order": order} for order, each in enumerate(attributes, start=1)]
        return {"service_code": kind.service, "attributes": ordered}

    def kind(self, code: str) -> ReportKind:
        """The kind with this service code. Raises GeneralError or UnknownCode."""
        if not code:
            raise GeneralError(say("open311.no_service"))
        if code not in self.public:
            raise UnknownCode(say("open311.no_such_service"))
        return self.public[code]

    async def requests(self, wanted: RequestFilter) -> Sequence[Mapping[str, Value]]:
        """The public side of reports, newest first. Raises GeneralError."""
        async with self.database.transaction() as session:
            reports = ReportRepository(session)
            if wanted.ids:
                found = await reports.with_references(wanted.ids, self.public.keys())
            else:
                codes = [code for code in wanted.services if code in self.public] if wanted.services else self.public
                limits = ((wanted.page - 1) * wanted.page_size, wanted.page_size)
                found = await reports.page(list(codes), _between(wanted), wanted.statuses, limits)
        return [self._request(standing) for standing in found]

    async def request(self, reference: str) -> Mapping[str, Value]:
        """One report by its reference. Raises UnknownCode."""
        found = await self.requests(RequestFilter(ids=(reference,)))
        if not found:
            raise UnknownCode(say("open311.no_such_request"))
        return found[0]

    def _request(self, standing: ReportStatus) -> Mapping[str, Value]:
        report, case, kind = standing.report, standing.case, self.public[standing.report.service]
        in_words = not is_private(report.place) and read_point(report.place) is None
        return {
            "service_request_id": report.reference,
            "status": "open" if standing.open else "closed",
            "status_notes": None,
            "service_name": kind.title,
            "service_code": kind.service,
            "description": _described(kind, report.answers),
            "agency_responsible": f"{self.council.name}, {self.council.team_for(kind.service).name}",
            "service_notice": kind.next_step or None,
            "requested_datetime": moment(report.created_at),
            "updated_datetime": moment(case.closed_at or case.updated_at),
            "expected_datetime": None,
            "address": report.place if in_words else None,
            "address_id": None,
            "zipcode": None,
            "lat": report.latitude,
            "long": report.longitude,
            "media_url": None,
        }

    async def post(self, form: Mapping[str, Sequence[str]]) -> Mapping[str, Value]:
        """Takes a report. Raises GeneralError or UnknownCode.

        The same form again within the hour is the same report, and gets the same answer.
        """
        kind = self.kind("".join(form.get("service_code", ())[:1]))
        incoming = checked(kind, form)
        key = self._key(form)
        async with self.database.transaction() as session:
            await session.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})
            reference = await self._known(session, key) or await self._take(session, kind, incoming, key)
        return {"service_request_id": reference, "service_notice": kind.next_step or None, "account_id": None}

    def _key(self, form: Mapping[str, Sequence[str]]) -> str:
        told = repr(sorted((name, tuple(values)) for name, values in form.items()))
        return "open311:" + hmac.new(self.secret, told.encode(), hashlib.sha256).hexdigest()

    async def _known(self, session: AsyncSession, key: str) -> str | None:
        query = select(Report.reference).where(Report.key == key, Report.created_at > now() - SAME_WITHIN)
        return await session.scalar(query)

    async def _take(self, session: AsyncSession, kind: ReportKind, incoming: Incoming, key: str) -> str:
        """A conversation that nobody has a token of, with the words in it redacted; the report; the case."""
        chat, reference = ChatRepository(session), self.references()
        conversation = without_chat(secrets.token_hex(32), now())
        await chat.add(conversation)
        safe = await self.vault.open(session, conversation.id)
        said = [await self._hidden(safe, incoming.description, None)] if incoming.description else []
        hidden = [await self._hidden(safe, value, label) for value, label in incoming.personal]
        place = incoming.place and await self._hidden(safe, incoming.place, None)
        title, where = say("case.title", title=kind.title), say("case.where", place=place or incoming.point)
        contact = [say("case.contact", contact=each) for each in hidden]
        summary = "\n".join([title, _described(kind, incoming.answers), where, *said, *contact])
        message = MessageRecord(conversation_id=conversation.id, sender="resident", text=summary, extras={})
        await chat.add_messages([message])
        dangerous = incoming.answers.get(DANGER) == "yes" and kind.danger is not None
        priority = kind.danger.priority if dangerous and kind.danger else Priority.NORMAL
        draft = CaseDraft(reference, kind.team, kind.service, priority, "open311", summary)
        await self.open_case(session, conversation.id, "reported", draft)
        report = _report(conversation, reference, key, kind, incoming, place)
        return await ReportRepository(session).add(report)

    async def _hidden(self, safe: Safe, value: str, label: Label | None) -> str:
        """The value without personal data, which goes to the vault."""
        known = await safe.placeholders()
        try:
            redaction = self.redactor.redact(value, label, known)
        except RedactionFailed:
            raise GeneralError(say("open311.not_checked")) from None
        safe.keep(value, redaction.findings, known)
        return str(redaction.text)


def _report(
    conversation: Conversation, reference: str, key: str, kind: ReportKind, incoming: Incoming, place: str
) -> Report:
    point: Point | None = incoming.point
    return Report(
        reference=reference,
        conversation_id=conversation.id,
        key=key,
        service=kind.service,
        place=place or str(point),
        same_place=same_place(place),
        latitude=point.latitude if point else None,
        longitude=point.longitude if point else None,
        answers=dict(incoming.answers),
        dangerous=incoming.answers.get(DANGER) == "yes",
        proofs=[],
        created_at=now(),
    )


def _described(kind: ReportKind, answers: Mapping[str, str]) -> str:
    """The answers that were chosen from lists, in words; never what anybody typed."""
    lines = [(q.label, dict(q.choices).get(answers.get(q.name, ""))) for q in kind.questions]
    return "\n".join(say("case.line", label=label, shown=title) for label, title in lines if title)


def _attribute(code: str, ask: str, choices: Sequence[tuple[str, str]], *, required: bool) -> dict[str, Value]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist" if choices else "string",
        "required": required,
        "datatype_description": None,
        "order": 0,
        "description": ask,
        "values": [{"key": value, "name": title} for value, title in choices],
    }


def _between(wanted: RequestFilter) -> tuple[datetime, datetime]:
    end = wanted.end or (wanted.start + SPAN if wanted.start else now())
    start = wanted.start or end - SPAN
    if not timedelta(0) <= end - start <= SPAN:
        raise GeneralError(say("open311.span"))
    return start, end
