"""The back end of reports: what the dialogue asks it, understands and confirms (`bot.ports.FormBackend`).

Its methods run on the dialogue engine's thread. What is personal is opened there, with `at_hand.reveal`; everything
that needs the database crosses over to the application's loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from api.db.tables.reports import Report
from api.kernel.event_loop_bridge import EventLoopBridge
from api.reports import form as forms
from api.reports.answers import understood
from api.reports.form import DANGER, FOLLOW, PHOTO, WHERE
from api.reports.kinds import ReportKind, ReportKinds, Where
from api.reports.place import hidden_in, is_private, read_point, without_details
from api.reports.report_words import ago, case_summary, status_words
from api.reports.repository import ReportStatus
from api.reports.service import NewReport, ReportService, proofs_in
from api.reports.wording import say
from bot.council import Council
from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choice,
    Choose,
    Completed,
    Field,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
    SummaryLine,
)
from bot.reception.references import as_stored
from bot.turn import CaseDraft, Priority
from redaction.text.placeholders import replace as replace_placeholders

SKIP = "no"  # the value of an optional question that the dialogue let the resident skip
ANOTHER = "new:"  # not that report: another one at the same place


class Check(Protocol):
    """What one service looks up before it takes a report, such as whether the bin day has passed."""

    async def refuse(self, address: str, answers: Answers) -> RefusedAnswer | None:
        """Why a report on this address, in clear, cannot be taken; None when it can."""


class ReportBackend:
    """Takes reports. `checks` are those of single services."""

    def __init__(
        self,
        kinds: ReportKinds,
        reports: ReportService,
        council: Council,
        bridge: EventLoopBridge,
        checks: Mapping[str, Check] | None = None,
    ) -> None:
        self._kinds, self._reports, self._council = kinds.kinds, reports, council
        self._forms = {service: forms.make_form(kind) for service, kind in kinds.kinds.items()}
        self._bridge, self._checks = bridge, checks or {}

    def form(self, service: str) -> Form | None:
        """The questions of a report on a service that takes them."""
        return self._forms.get(service)

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """The questions of a report that are still to be asked."""
        return forms.missing(self._forms[service], answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """An answer that stands, the reports nearby to choose from, or what would be right."""
        kind, asked = self._kinds[service], self._field(service, field)
        if field == WHERE and kind.where is Where.PLACE and value.startswith((FOLLOW, ANOTHER)):
            return await self._chosen(kind, asked, value, resident_context)
        answer = understood(asked, value)
        if isinstance(answer, RefusedAnswer):
            return answer
        given = {**answers, field: answer.value}
        if refused := await self._refused(kind, given, resident_context):
            return refused
        if field == WHERE and kind.where is Where.PLACE and answers.get(DANGER) != "yes":
            near = await self._bridge.over(self._reports.near(kind, answer.value))
            return _offer(near, answer) if near else answer
        if field == DANGER and answer.value == "yes" and kind.danger:
            return AcceptedAnswer(answer.value, answer.shown, kind.danger.say)
        if field == PHOTO and answer.value and not await self._has_photo(answer.value, resident_context):
            return RefusedAnswer(say("answers.no_such_photo"))
        return answer

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        """The summary of the report that would be made."""
        kind, answers = self._kinds[service], self._given(service, answers)
        if followed := _followed(answers):
            return Summary((SummaryLine(say("follow.label"), followed),), note=say("follow.note"))
        if refused := await self._refused(kind, answers, resident_context):
            return refused
        return Summary(tuple(self._lines(kind, answers)), note=kind.next_step)

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        """Reports it, or follows another's report. The same key gives the same reference."""
        kind, answers = self._kinds[service], self._given(service, answers)
        if resident_context.conversation is None:
            return RefusedAnswer(say("answers.chat_only"), ends=True)
        if followed := _followed(answers):
            if not await self._bridge.over(self._reports.can_follow(followed, kind)):
                return RefusedAnswer(say("follow.over"), ends=True)
            await self._bridge.over(self._reports.follow(followed, resident_context.conversation))
            return Completed(followed, say("follow.done", reference=followed))
        if refused := await self._refused(kind, answers, resident_context):
            return refused
        new = await self._new(kind, answers, resident_context)
        reference = await self._bridge.over(self._reports.add(new))
        said = f"{say('sent.done', reference=reference)} {kind.next_step}".strip()
        return Completed(reference, said, case=self._case(reference, kind, answers))

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        """Nothing is held, so nothing needs to be freed."""

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        """How a report stands, for whoever made it, follows it, or knows the postcode or contact given with it."""
        asked, shown = await _revealed(reference, resident_context), await _revealed(proof, resident_context)
        asking = self._reports.standing(as_stored(asked), shown, resident_context.conversation)
        found: ReportStatus | None = await self._bridge.over(asking)
        if found is None:
            return None
        kind = self._kinds.get(found.report.service)
        title = kind.title if kind else say("status.unnamed")
        return status_words(found, title, self._council.team_for(found.report.service).name)

    def _field(self, service: str, name: str) -> Field:
        return next(field for field in self._forms[service].fields if field.name == name)

    def _given(self, service: str, answers: Answers) -> Answers:
        """The answers without those that were skipped."""
        optional = {field.name for field in self._forms[service].fields if field.optional}
        return {name: value for name, value in answers.items() if value and not (name in optional and value == SKIP)}

    async def _chosen(
        self, kind: ReportKind, asked: Field, value: str, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """The report nearby that the resident follows, or the same place all the same."""
        if value.startswith(FOLLOW):
            reference = value.removeprefix(FOLLOW)
            if await self._bridge.over(self._reports.can_follow(reference, kind)):
                return AcceptedAnswer(f"{FOLLOW}{reference}", say("follow.choice", reference=reference))
            return RefusedAnswer(say("follow.over_where"))
        place = value.removeprefix(ANOTHER)
        if read_point(place) is None:
            place = await self._bridge.over(self._reports.place_of(place, kind))
        return understood(asked, place)

    async def _refused(
        self, kind: ReportKind, answers: Answers, resident_context: ResidentContext
    ) -> RefusedAnswer | None:
        """What the service's own check says, once it is known which address it is about."""
        check = self._checks.get(kind.service)
        if check is None or WHERE not in answers:
            return None
        address = await _revealed(answers[WHERE], resident_context)
        return await self._bridge.over(_refusal(check, address, answers))

    async def _has_photo(self, code: str, resident_context: ResidentContext) -> bool:
        if resident_context.conversation is None:
            return False
        return await self._bridge.over(self._reports.has_photo(resident_context.conversation, code))

    async def _new(self, kind: ReportKind, answers: Answers, resident_context: ResidentContext) -> NewReport:
        proofs = [
            proofs_in(await _revealed(value, resident_context)) for value in answers.values() if is_private(value)
        ]
        return NewReport(
            conversation=resident_context.conversation,  # type: ignore[arg-type]
            key=resident_context.key,
            kind=kind,
            place=answers.get(WHERE, ""),
            answers={name: value for name, value in answers.items() if name not in (WHERE, PHOTO)},
            dangerous=answers.get(DANGER) == "yes",
            photo=answers.get(PHOTO, ""),
            proofs=tuple(dict.fromkeys(proof for found in proofs for proof in found)),
        )

    def _lines(self, kind: ReportKind, answers: Answers) -> Sequence[SummaryLine]:
        fields = [field for field in self._forms[kind.service].fields if field.name in answers]
        shown = [(field.label, understood(field, answers[field.name])) for field in fields]
        return [SummaryLine(label, answer.shown) for label, answer in shown if isinstance(answer, AcceptedAnswer)]

    def _case(self, reference: str, kind: ReportKind, answers: Answers) -> CaseDraft:
        dangerous = answers.get(DANGER) == "yes" and kind.danger is not None
        priority = kind.danger.priority if dangerous and kind.danger else Priority.NORMAL
        summary = case_summary(kind.title, self._lines(kind, answers))
        return CaseDraft(reference, kind.team, kind.service, priority, "report", summary)


async def _refusal(check: Check, address: str, answers: Answers) -> RefusedAnswer | None:
    return await check.refuse(address, answers)


async def _revealed(value: str, resident_context: ResidentContext) -> str:
    """The value in clear: each placeholder in it opened, for this resident's own report."""
    clear = {each: await resident_context.reveal(each) or "" for each in hidden_in(value)}
    return replace_placeholders(value, lambda each: clear[str(each)])


def _offer(near: Sequence[Report], answer: AcceptedAnswer) -> Choose:
    """The reports nearby, each with how old it is and where."""
    options = [Choice(f"{FOLLOW}{each.reference}", say("nearby.follow_from", when=_described(each))) for each in near]
    place = answer.value if read_point(answer.value) else near[0].reference
    options.append(Choice(f"{ANOTHER}{place}", say("nearby.another"), ("no", "another one", "different")))
    if len(near) > 1:
        return Choose(say("nearby.several"), tuple(options))
    return Choose(say("nearby.one", when=ago(near[0].created_at)), tuple(options))


def _described(report: Report) -> str:
    words = "" if read_point(report.place) else without_details(report.place)
    when = ago(report.created_at)
    return say("nearby.when_and_where", when=when, where=words) if words else when


def _followed(answers: Answers) -> str:
    where = answers.get(WHERE, "")
    return where.removeprefix(FOLLOW) if where.startswith(FOLLOW) else ""
