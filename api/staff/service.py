"""Signing in and out, sessions, and a person's own password."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.staff import audit
from api.staff.models import AuditEvent, StaffMember, StaffSession
from api.staff.passwords import Passwords, weakness
from api.staff.permissions import Member, Role
from api.staff.problems import FormProblem, SignInRefused
from api.staff.repository import AuditFilter, AuditRepository, StaffRepository

FREE_FAILURES = 4  # wrong attempts without a wait; the fifth locks
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)  # longer would hand strangers a way to keep somebody out
SEEN_EVERY = timedelta(minutes=1)
REFUSAL_SECONDS = 0.5  # every refused sign-in takes at least this long, whatever the reason


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: whose it is, the token its forms carry, and whether a password must be chosen first."""

    member: Member
    csrf: str
    digest: str
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just made. The token goes into the cookie and is stored nowhere."""

    token: str
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts without use, and in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sign-in that may go on to the password. It counts as failed from the start: many at once are many."""

    staff_id: int
    username: str
    password_hash: str
    failures: int


class StaffService:
    """Staff sessions. No transaction is open while a password is being hashed."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        lifetimes: Lifetimes,
        clock: Callable[[], datetime] = now,
        refusal_seconds: float = REFUSAL_SECONDS,
    ) -> None:
        self._database, self._passwords, self._lifetimes = database, passwords, lifetimes
        self._clock, self._refusal_seconds = clock, refusal_seconds

    async def sign_in(self, username: str, password: str, address: str | None) -> NewSession:
        """A new session. Raises SignInRefused, which never tells why."""
        started = time.monotonic()
        try:
            attempt = await self._checked(username, password, address)
            if attempt is None:
                raise SignInRefused()
            return await self._admit(attempt, password, address)
        except SignInRefused:
            await asyncio.sleep(max(0.0, self._refusal_seconds - (time.monotonic() - started)))
            raise

    async def sign_out(self, signed_in: SignedIn) -> None:
        """Ends this session."""
        async with self._database.transaction() as session:
            if await StaffRepository(session).end_session(signed_in.digest):
                self._record(session, signed_in.member, audit.Action.SIGNED_OUT)

    async def session(self, token: str, address: str | None) -> SignedIn | None:
        """The live session of this cookie, or None. Role, teams and activity are read anew each time."""
        at, digest = self._clock(), _digest(token)
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            found = await staff.session(digest)
            if found is None:
                return None
            known, person = found
            if known.expires_at <= at or known.last_seen_at + self._lifetimes.idle <= at:
                await staff.end_session(digest)
                return None
            if known.last_seen_at + SEEN_EVERY <= at:
                await staff.seen(digest, at)
        return SignedIn(_member(person, address), known.csrf, digest, person.must_change_password)

    async def change_password(self, signed_in: SignedIn, current: str, new: str) -> NewSession:
        """A fresh session; every other one of this person ends. Raises FormProblem."""
        member = signed_in.member
        if problem := weakness(new, member.username):
            raise FormProblem("new", problem)
        if new == current:
            raise FormProblem("new", "Choose a password that differs from the current one.")
        attempt = await self._checked(member.username, current, member.address)
        if attempt is None:
            raise FormProblem("current", "That is not your current password, or there were too many wrong attempts.")
        password_hash = await self._passwords.hash(new)
        async with self._database.transaction() as session:
            person = await self._still(StaffRepository(session), attempt)
            person.password_hash, person.must_change_password = password_hash, False
            await StaffRepository(session).end_sessions(person.id)
            self._record(session, member, audit.Action.PASSWORD_CHANGED)
            return await self._new_session(session, person)

    async def audit_trail(self, wanted: AuditFilter) -> Sequence[AuditEvent]:
        """Events, newest first: a page, and one more when there are older ones."""
        async with self._database.transaction() as session:
            return await AuditRepository(session).events(wanted)

    async def _checked(self, username: str, password: str, address: str | None) -> _Attempt | None:
        """The attempt, if the password is right."""
        attempt = await self._count(username.strip().casefold())
        right = await self._passwords.check(attempt.password_hash if attempt else None, password)
        if attempt is None or right:
            return attempt
        async with self._database.transaction() as session:
            details: dict[str, audit.Detail] = {"failures": attempt.failures}
            subject = audit.account(attempt.username)
            audit.record(session, attempt.username, audit.Action.SIGN_IN_FAILED, subject, details, address)
        return None

    async def _count(self, username: str) -> _Attempt | None:
        """Counts an attempt on an account that is there, active and not locked; for any other there is none.

        Attempts on those are not audited: a stranger could fill a table that nobody can empty.
        """
        at = self._clock()
        async with self._database.transaction() as session:
            person = await StaffRepository(session).by_username(username.replace("\x00", ""))
            if person is None or not person.active or (person.locked_until and person.locked_until > at):
                return None
            person.failed_sign_ins += 1
            person.locked_until = at + wait if (wait := wait_after(person.failed_sign_ins)) else None
            return _Attempt(person.id, person.username, person.password_hash, person.failed_sign_ins)

    async def _admit(self, attempt: _Attempt, password: str, address: str | None) -> NewSession:
        newer = await self._passwords.hash(password) if self._passwords.outdated(attempt.password_hash) else None
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            person = await self._still(staff, attempt)
            person.password_hash = newer or person.password_hash
            await staff.forget_expired(self._clock())
            self._record(session, _member(person, address), audit.Action.SIGNED_IN)
            return await self._new_session(session, person)

    async def _still(self, staff: StaffRepository, attempt: _Attempt) -> StaffMember:
        """The person, failures forgiven, unless the account changed while the password was being checked."""
        person = await staff.by_username(attempt.username)
        if person is None or not person.active or person.password_hash != attempt.password_hash:
            raise SignInRefused()
        person.failed_sign_ins, person.locked_until = 0, None
        return person

    async def _new_session(self, session: AsyncSession, person: StaffMember) -> NewSession:
        token, at = secrets.token_urlsafe(32), self._clock()
        row = StaffSession(
            token_digest=_digest(token),
            staff_id=person.id,
            csrf=secrets.token_urlsafe(32),
            created_at=at,
            last_seen_at=at,
            expires_at=at + self._lifetimes.longest,
        )
        await StaffRepository(session).add(row)
        return NewSession(token, person.must_change_password)

    def _record(self, session: AsyncSession, member: Member, action: audit.Action) -> None:
        audit.record(session, member.username, action, audit.account(member.username), address=member.address)


def wait_after(failures: int) -> timedelta | None:
    """How long so many failures in a row lock an account: twice as long each time, up to a limit."""
    if failures <= FREE_FAILURES:
        return None
    doublings = min(failures - FREE_FAILURES - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _member(person: StaffMember, address: str | None) -> Member:
    return Member(person.id, person.username, person.display_name, Role(person.role), tuple(person.teams), address)


def _digest(token: str) -> str:
    """What is stored of a token: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
