"""Where somebody is signed in: shown to them and to administrators, and ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.staff import StaffSession
from api.kernel import audit
from api.kernel.errors import NotFound
from api.kernel.permissions import Member
from api.kernel.times import moment
from api.staff.accounts.repository import StaffRepository
from api.staff.wording import say

HANDLE = 16  # signs of a digest that tell one session from the next


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list. `handle` names it in forms and opens nothing."""

    handle: str
    browser: str
    address: str
    began: str
    used: str
    this: bool

    @classmethod
    def of(cls, row: StaffSession, here: str) -> SessionLine:
        """The line for a stored session; `here` is the digest of the one that asks."""
        browser, address = row.browser or "A browser", row.address or "not known"
        this = row.token_digest == here
        return cls(row.token_digest[:HANDLE], browser, address, moment(row.created_at), moment(row.last_seen_at), this)


class Sessions:
    """Lists and ends the sessions of one account."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database, self._clock = database, clock

    async def of(self, username: str, here: str = "") -> tuple[SessionLine, ...]:
        """A person's sessions, the one used last first. Raises NotFound."""
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            person = await staff.by_username(username)
            if person is None:
                raise NotFound(say("sessions.not_found"))
            return tuple(SessionLine.of(row, here) for row in await staff.sessions(person.id, self._clock()))

    async def end(self, member: Member, handle: str) -> None:
        """Ends one of one's own sessions. Raises NotFound."""
        async with self._database.transaction() as session:
            known = len(handle) == HANDLE and await StaffRepository(session).end_session_of(member.id, handle)
            if not known:
                raise NotFound(say("sessions.ended_already"))
            _record(session, member, "one")

    async def end_others(self, member: Member, here: str) -> int:
        """Ends all of one's own sessions but this one; returns how many."""
        async with self._database.transaction() as session:
            count = await StaffRepository(session).end_other_sessions(member.id, here)
            if count:
                _record(session, member, "all others")
        return count


def _record(session: AsyncSession, member: Member, which: str) -> None:
    subject = audit.account(member.username)
    audit.record(session, member.username, audit.Action.SESSION_ENDED, subject, {"which": which}, member.address)
