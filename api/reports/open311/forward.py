"""Forwards reports to an outside GeoReport server and follows what becomes of them.

A report is sent once, though GeoReport has no word for "again": its words carry our reference. When an answer is lost,
the server's list is searched for the reference before the report is sent another time. The case stays with the
council's own team throughout, so that nothing depends on the other server.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from api.conversation.repository import ChatRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.conversations import MessageRecord
from api.db.tables.reports import Report
from api.kernel.jobs import Job
from api.kernel.retries.backoff import wait_before_next
from api.reports.kinds import ReportKind, ReportKinds
from api.reports.open311.client import NotSent, Open311Client, ReportRefused, RequestStatus, Unsure
from api.reports.open311.forward_repository import DueForward, ForwardRepository
from api.reports.place import read_point, without_details
from api.reports.repository import ReportRepository
from api.reports.wording import say

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)  # longer than one step can take
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
LONGEST_ASKED = timedelta(days=1)  # a server may ask for no more
SETTLES = timedelta(minutes=15)  # a server may need that long until its list shows what it took
POLL = timedelta(minutes=30)
FORWARDING_GIVEN_UP_AFTER = timedelta(days=14)  # from the report on; then the team is on its own
FOLLOWED = timedelta(days=365)
FORWARD = "reports.forward"
MOST_STEPS = 100  # of one run


class Forwarder:
    """Takes every step that is due. Several may run at once: each step belongs to one of them."""

    def __init__(
        self,
        database: Database,
        client: Open311Client,
        kinds: ReportKinds,
        council: str,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._client, self._kinds = database, client, kinds.kinds
        self._council, self._clock = council, clock
        self._codes = {slug: kind.forward for slug, kind in self._kinds.items() if kind.forward}

    def jobs(self) -> tuple[Job, ...]:
        """The job that forwards."""

        async def forward_reports() -> None:
            if count := await self.run():
                log.info("reports_forwarded", count=count)

        return (
            Job(
                FORWARD,
                forward_reports,
                "* * * * *",
                lock=FORWARD,
                description="Sends reports to the outside Open311 server, and follows what becomes of them.",
            ),
        )

    async def run(self) -> int:
        """Enrols new reports and takes the steps that are due; returns how many it took."""
        async with self._database.transaction() as session:
            await ForwardRepository(session).enrol(self._codes, self._clock())
        for taken in range(MOST_STEPS):
            at = self._clock()
            async with self._database.transaction() as session:
                step = await ForwardRepository(session).claim(at, at + LEASE)
            if step is None:
                return taken
            await self._take(step)
        return MOST_STEPS

    async def _take(self, step: DueForward) -> None:
        reference = step.report.reference
        try:
            await self._step(step)
        except NotSent as error:
            await self._later(step, step.was, str(error), error.retry_after)
        except Unsure as error:
            await self._later(step, "unsure" if step.was == "waiting" else step.was, str(error))
        except ReportRefused as error:
            if step.was in ("token", "sent"):  # the server has it, so this is a fault that passes
                return await self._later(step, step.was, str(error))
            log.error("forward_refused", reference=reference, reason=str(error))
            await self._settle(reference, state="refused")

    async def _step(self, step: DueForward) -> None:
        """Takes the next step of one report. Raises NotSent, Unsure or ReportRefused."""
        forward = step.forward
        match step.was:
            case "waiting":
                await self._send(step)
            case "unsure":
                await self._look_then_send(step)
            case "token":
                outside_id = await self._client.id_of(forward.token or "")
                if not outside_id:
                    raise NotSent("the token has no id yet")
                await self._settle(forward.reference, state="sent", outside_id=outside_id, wait=FIRST_WAIT)
            case "sent":
                await self._follow(step)

    async def _send(self, step: DueForward) -> None:
        taken = await self._client.post(self._fields(step.report, step.forward.code))
        if taken.outside_id:
            await self._settle(step.report.reference, state="sent", outside_id=taken.outside_id, wait=POLL)
        else:
            await self._settle(step.report.reference, state="token", token=taken.token, wait=FIRST_WAIT)

    async def _look_then_send(self, step: DueForward) -> None:
        """Sends again only what the server's own list does not show, and not before it has had time to."""
        report, forward, at = step.report, step.forward, self._clock()
        first = forward.first_sent_at or at
        try:
            until = min(at, first + timedelta(days=80))
            found = await self._client.made(forward.code, first - timedelta(days=1), until)
        except ReportRefused as error:
            raise NotSent(f"the list was refused: {error}") from None
        ours = [seen for seen in found if report.reference in seen.description]
        if ours:
            return await self._settle(report.reference, state="sent", outside_id=ours[0].outside_id, wait=FIRST_WAIT)
        if at - first < SETTLES:
            return await self._later(step, "unsure", "list_not_settled", (SETTLES - (at - first)).total_seconds())
        await self._send(step)

    async def _follow(self, step: DueForward) -> None:
        if self._clock() - step.report.created_at > FOLLOWED:
            return await self._settle(step.report.reference, state="given_up")
        outside_id = step.forward.outside_id or ""
        seen = [each for each in await self._client.stand([outside_id]) if each.outside_id == outside_id]
        if not seen:
            raise NotSent("the report is not on the list")
        await self._stands(step.report, seen[-1])

    async def _stands(self, report: Report, seen: RequestStatus) -> None:
        """Keeps how it stands, unless that is older than what is known; tells the resident once it is closed."""
        async with self._database.transaction() as session:
            forward = await ForwardRepository(session).find(report.reference)
            if forward is None:
                return
            forward.attempts, forward.next_at = 0, self._clock() + POLL
            if forward.updated_there and seen.updated and seen.updated < forward.updated_there:
                return
            news = seen.status == "closed" and forward.status != "closed"
            forward.status, forward.updated_there = seen.status, seen.updated or forward.updated_there
            if seen.status == "closed":
                forward.next_at = self._clock() + timedelta(days=1)  # it may be opened again
            followers = await ReportRepository(session).followers(report.reference) if news else ()
        for conversation in dict.fromkeys((report.conversation_id, *followers)) if news else ():
            await self._tell(conversation, report.reference)

    async def _tell(self, conversation_id: UUID, reference: str) -> None:
        async with self._database.transaction() as session:
            chat = ChatRepository(session)
            conversation = await chat.find(conversation_id, lock=True)
            if conversation is None or conversation.erased:
                return
            text = say("news.contractor_done", reference=reference)
            said = MessageRecord(conversation_id=conversation.id, sender="system", text=text, extras={})
            await chat.add_messages([said])
            await chat.announce(conversation.id)

    async def _later(self, step: DueForward, state: str, why: str, at_least: float | None = None) -> None:
        """Another try, later each time and after `at_least` so many seconds; after a while the team is on its own."""
        reference, at = step.report.reference, self._clock()
        longest = FOLLOWED if step.was == "sent" else FORWARDING_GIVEN_UP_AFTER
        if at - step.report.created_at > longest:
            log.error("forward_given_up", reference=reference, reason=why)
            return await self._settle(reference, state="given_up")
        log.info("forward_later", reference=reference, reason=why)
        jitter = random.uniform(0.8, 1.2)  # noqa: S311
        attempts, asked = step.forward.attempts, at_least
        wait = wait_before_next(attempts, FIRST_WAIT, LONGEST_WAIT, jitter=jitter, asked=asked, most=LONGEST_ASKED)
        await self._settle(reference, state=state, wait=wait, keep_attempts=True)

    async def _settle(
        self,
        reference: str,
        *,
        state: str,
        outside_id: str | None = None,
        token: str | None = None,
        wait: timedelta = timedelta(0),
        keep_attempts: bool = False,
    ) -> None:
        async with self._database.transaction() as session:
            forward = await ForwardRepository(session).find(reference)
            if forward is None:
                return
            forward.state, forward.next_at = state, self._clock() + wait
            forward.outside_id, forward.token = outside_id or forward.outside_id, token or forward.token
            forward.attempts = forward.attempts if keep_attempts else 0

    def _fields(self, report: Report, code: str) -> dict[str, str]:
        """What the other server gets: no personal data. Raises ReportRefused when that leaves no place."""
        kind, point = self._kinds[report.service], read_point(report.place)
        place = "" if point else without_details(report.place)
        fields = {"service_code": code, "description": _description(kind, report, self._council)}
        if point:
            fields |= {"lat": f"{point.latitude:.5f}", "long": f"{point.longitude:.5f}"}
        elif place:
            fields["address_string"] = place
        else:
            raise ReportRefused("no place that may be told")
        return fields


def _description(kind: ReportKind, report: Report, council: str) -> str:
    answers = report.answers
    chosen = [(q.label, dict(q.choices).get(answers.get(q.name, ""), answers.get(q.name, ""))) for q in kind.questions]
    told = [(label, without_details(said)) for label, said in chosen if said and said != "no"]
    lines = [say("case.line", label=label, shown=said) for label, said in told]
    lines += [say("case.dangerous")] if report.dangerous else []
    details = without_details(answers.get("details", ""))
    reference = say("case.reference", council=council, reference=report.reference)
    return "\n".join([*lines, *([details] if details else []), reference])
