"""The outbox as staff see it: every notice with its fate, and one that went wrong sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api.db.base import now
from api.db.session import Database
from api.db.tables.notices import Notice
from api.kernel import audit
from api.kernel.errors import Conflict, NotFound
from api.kernel.jobs import defer
from api.kernel.permissions import Member
from api.kernel.times import moment
from api.outside.notices.kinds import TROUBLED, Channel, NoticeKind, NoticeState
from api.outside.notices.repository import PAGE, NoticeFilter, NoticeRepository
from api.outside.notices.service import DELIVER, PATIENCE
from api.outside.notices.wording import NoticeText, words

REASONS: Mapping[str, str] = {
    "permanent-failure": "There is no such address or number.",
    "temporary-failure": "The inbox was full, or the phone was off for days.",
    "technical-failure": "Something went wrong between GOV.UK Notify and the provider.",
    "details_erased": "The resident's details were erased before it went.",
    "too_late": "It could not be sent before it was too late to be of use.",
    "no_template": "GOV.UK Notify has no template for it: see REEVE_NOTIFY_TEMPLATES.",
    "unknown_whether_sent": "The connection broke and we could not find out whether it went.",
    "BadRequestError": "GOV.UK Notify refused it: check the template and its fields.",
    "ValidationError": "GOV.UK Notify could not read the address, the number or the template's id.",
}


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its page shows it. The recipient is a placeholder, and so is everything personal in the words."""

    id: UUID
    when: str
    at: str
    kind: str
    reference: str
    channel: str
    recipient: str
    state: str
    state_words: str
    reason: str
    words: NoticeText
    attempts: int
    can_resend: bool


@dataclass(frozen=True)
class NoticeDesk:
    """What staff see and do of notices."""

    database: Database
    clock: Callable[[], datetime] = now

    async def listed(self, wanted: NoticeFilter) -> tuple[Sequence[NoticeLine], bool, Mapping[str, int]]:
        """A page of notices, whether there are older ones, and how many stand in each state."""
        async with self.database.transaction() as session:
            notices = NoticeRepository(session)
            found = await notices.listed(wanted)
            again = await notices.keys([_again(notice) for notice in found])
            lines = [_line(notice, resent=_again(notice) in again) for notice in found[:PAGE]]
            return lines, len(found) > PAGE, await notices.counts()

    async def resend(self, member: Member, notice_id: UUID) -> None:
        """Queues one that bounced or failed once more. Asking twice makes one. Raises NotFound or Conflict."""
        async with self.database.transaction() as session:
            notices = NoticeRepository(session)
            old = await notices.locked(notice_id)
            if old is None:
                raise NotFound("That notice is not there any more.")
            if old.state not in TROUBLED:
                raise Conflict("Only a notice that bounced or failed can be sent again. Reload the page.")
            at = self.clock()
            made = await notices.add(
                id=uuid4(),
                key=_again(old),
                kind=old.kind,
                reference=old.reference,
                conversation_id=old.conversation_id,
                channel=old.channel,
                recipient=old.recipient,
                facts=old.facts,
                due_at=at,
                give_up_at=at + PATIENCE,
            )
            if made is not None:
                await defer(session, DELIVER, notice=str(made))
                about = "conversation" if old.kind == NoticeKind.TRANSCRIPT else "booking"
                subject = f"{about} {old.reference}"
                audit.record(
                    session, member.username, audit.Action.NOTICE_RESENT, subject, {"kind": old.kind}, member.address
                )


def _again(notice: Notice) -> str:
    """The key of the notice that is sent in place of this one."""
    return f"again:{notice.id}"


def _line(notice: Notice, *, resent: bool) -> NoticeLine:
    kind, channel, state = NoticeKind(notice.kind), Channel(notice.channel), NoticeState(notice.state)
    reason = REASONS.get(notice.reason or "", f"Code: {notice.reason}." if notice.reason else "")
    at = notice.due_at if state is NoticeState.WAITING else notice.settled_at or notice.created_at
    return NoticeLine(
        id=notice.id,
        when=moment(at),
        at=at.isoformat(),
        kind=kind.words,
        reference=notice.reference,
        channel=channel.words,
        recipient=notice.recipient,
        state=state.value,
        state_words=state.words,
        reason=reason,
        words=words(kind, channel, notice.facts),
        attempts=notice.attempts,
        can_resend=state in TROUBLED and not resent,
    )
