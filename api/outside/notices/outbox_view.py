"""The outbox as staff see it: every notice with its fate, and one that went wrong sent again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from api.db.base import now
from api.db.session import Database
from api.db.tables.notice_kinds import TROUBLED, Channel, NoticeKind, NoticeState
from api.db.tables.notices import Notice
from api.kernel import audit
from api.kernel.errors import Conflict, NotFound
from api.kernel.jobs import defer
from api.kernel.permissions import Member
from api.kernel.times import moment
from api.outside.notices.repository import PAGE, NoticeFilter, NoticeRepository
from api.outside.notices.service import DELIVER, NOTICE_GIVEN_UP_AFTER
from api.outside.notices.wording import NoticeText, words
from api.outside.wording import WORDING, say

REASONS = WORDING.section("reasons")


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
                raise NotFound(say("outbox.not_there"))
            if old.state not in TROUBLED:
                raise Conflict(say("outbox.not_failed"))
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
                give_up_at=at + NOTICE_GIVEN_UP_AFTER,
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
    reason = REASONS.get(notice.reason or "", say("outbox.code", code=notice.reason) if notice.reason else "")
    at = notice.due_at if state is NoticeState.WAITING else notice.settled_at or notice.created_at
    return NoticeLine(
        id=notice.id,
        when=moment(at),
        at=at.isoformat(),
        kind=say(f"kinds.{kind.value}"),
        reference=notice.reference,
        channel=say(f"channels.{channel.value}"),
        recipient=notice.recipient,
        state=state.value,
        state_words=say(f"states.{state.value}"),
        reason=reason,
        words=words(kind, channel, notice.facts),
        attempts=notice.attempts,
        can_resend=state in TROUBLED and not resent,
    )
