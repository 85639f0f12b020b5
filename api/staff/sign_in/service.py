"""Signing in and out, sessions, and a person's own password."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.staff import StaffMember, StaffSession
from api.kernel import audit
from api.kernel.errors import ReeveError
from api.kernel.form_problems import CodeRefused, FormProblem, SignInRefused
from api.kernel.limits.limits import network
from api.kernel.permissions import Member
from api.settings import Role
from api.staff.accounts.passwords import Passwords, weakness
from api.staff.accounts.repository import StaffRepository
from api.staff.sign_in.browser_names import in_words
from api.staff.sign_in.second_factor import SecondFactors
from api.staff.sign_in.sign_in_waits import Networks, forget_networks, wait_after
from api.staff.wording import say
from api.web.signed_in import SignedIn

SEEN_EVERY = timedelta(minutes=1)
CODE_TIME = timedelta(minutes=10)  # from the password to the code
REFUSAL_SECONDS = 0.5  # every refused sign-in takes at least this long, whatever the reason


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just made. The token goes into the cookie and is stored nowhere."""

    token: str
    must_change_password: bool
    waits_for_code: bool = False


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts without use, and in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class SignInRules:
    """Roles that need a second factor, wrong attempts that a network has free (0: any), and whether local accounts
    may sign in at all."""

    factor_roles: frozenset[Role] = frozenset()
    network_failures: int = 0
    local_accounts: bool = True


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
        factors: SecondFactors,
        rules: SignInRules = SignInRules(),
        clock: Callable[[], datetime] = now,
        refusal_seconds: float = REFUSAL_SECONDS,
    ) -> None:
        self._database, self._passwords, self._lifetimes = database, passwords, lifetimes
        self._factors, self._rules, self._networks = factors, rules, Networks(rules.network_failures)
        self._clock, self._refusal_seconds = clock, refusal_seconds

    @property
    def local_accounts(self) -> bool:
        """Whether anybody may sign in with a password of ours."""
        return self._rules.local_accounts

    @property
    def idle_seconds(self) -> int:
        """How long a session lasts without use."""
        return int(self._lifetimes.idle.total_seconds())

    def needs_factor(self, role: Role) -> bool:
        """Whether people of this role must set up a second factor."""
        return role in self._rules.factor_roles

    async def sign_in(self, username: str, password: str, address: str | None, browser: str = "") -> NewSession:
        """A new session, which may wait for a code. Raises SignInRefused, which never tells why, and NetworkWaits."""
        await self._require_open_network(address)
        async with self._evenly(SignInRefused):
            attempt = await self._checked(username, password, address) if self._rules.local_accounts else None
            if attempt is None:
                await self._count_network(address)
                raise SignInRefused()
            return await self._admit(attempt, password, address, browser)

    async def enter_code(self, signed_in: SignedIn, code: str, address: str | None, browser: str = "") -> NewSession:
        """The whole session in the place of the one that waits. Raises CodeRefused and NetworkWaits."""
        await self._require_open_network(address)
        async with self._evenly(CodeRefused):
            attempt = await self._count(signed_in.member.username)
            fresh = await self._with_code(attempt, signed_in, code, address, browser) if attempt else None
            if fresh is None:
                await self._count_network(address)
                raise CodeRefused()
            return fresh

    async def begin(self, session: AsyncSession, person: StaffMember, address: str | None, browser: str) -> NewSession:
        """A session for somebody whom the council's identity provider vouches for."""
        await StaffRepository(session).forget_expired(self._clock())
        details: dict[str, audit.Detail] = {"by": "identity provider"}
        subject = audit.account(person.username)
        audit.record(session, person.username, audit.Action.SIGNED_IN, subject, details, address)
        return await self._new_session(session, person, address, browser)

    async def sign_out(self, signed_in: SignedIn) -> None:
        """Ends a signed-in session."""
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
            known, person, has_factor = found
            if not (person.provider or self._rules.local_accounts):
                return None
            if known.expires_at <= at or known.last_seen_at + self._lifetimes.idle <= at:
                await staff.end_session(digest)
                return None
            if known.last_seen_at + SEEN_EVERY <= at:
                await staff.seen(digest, at)
        return SignedIn(
            member=_member(person, address),
            csrf=known.csrf,
            digest=digest,
            must_change_password=person.must_change_password,
            waits_for_code=known.waits_for_code,
            must_set_up=self.needs_factor(Role(person.role)) and not (has_factor or person.provider),
            by_provider=person.provider,
        )

    async def change_password(self, signed_in: SignedIn, current: str, new: str, browser: str = "") -> NewSession:
        """A fresh session; every other one of this person ends. Raises FormProblem."""
        member = signed_in.member
        if problem := weakness(new, member.username):
            raise FormProblem("new", problem)
        if new == current:
            raise FormProblem("new", say("sign_in.same_password"))
        attempt = await self._checked(member.username, current, member.address)
        if attempt is None:
            raise FormProblem("current", say("sign_in.wrong_password"))
        password_hash = await self._passwords.hash(new)
        async with self._database.transaction() as session:
            person = await self._still(StaffRepository(session), attempt)
            person.password_hash, person.must_change_password = password_hash, False
            await StaffRepository(session).end_sessions(person.id)
            self._record(session, member, audit.Action.PASSWORD_CHANGED)
            return await self._new_session(session, person, member.address, browser)

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
            if person is None or not person.active or person.provider:
                return None
            if person.locked_until and person.locked_until > at:
                return None
            person.failed_sign_ins += 1
            person.locked_until = at + wait if (wait := wait_after(person.failed_sign_ins)) else None
            return _Attempt(person.id, person.username, person.password_hash, person.failed_sign_ins)

    async def _with_code(
        self, attempt: _Attempt, signed_in: SignedIn, code: str, address: str | None, browser: str
    ) -> NewSession | None:
        """The whole session if the code fits. It ends the one that waited, and so does a lock."""
        async with self._database.transaction() as session:
            staff, subject = StaffRepository(session), audit.account(attempt.username)
            person = await staff.by_username(attempt.username)
            used = await self._factors.accept(session, attempt.staff_id, code) if person and person.active else None
            if person is None or used is None:
                details: dict[str, audit.Detail] = {"failures": attempt.failures, "factor": "code"}
                audit.record(session, attempt.username, audit.Action.SIGN_IN_FAILED, subject, details, address)
                if wait_after(attempt.failures):
                    await staff.end_session(signed_in.digest)
                return None
            person.failed_sign_ins, person.locked_until = 0, None
            await staff.end_session(signed_in.digest)
            details = {"factor": used}
            audit.record(session, attempt.username, audit.Action.SIGNED_IN, subject, details, address)
            return await self._new_session(session, person, address, browser)

    async def _require_open_network(self, address: str | None) -> None:
        async with self._database.transaction() as session:
            await self._networks.require_open(session, network(address), self._clock())

    async def _count_network(self, address: str | None) -> None:
        async with self._database.transaction() as session:
            await self._networks.failed(session, network(address), self._clock())

    @asynccontextmanager
    async def _evenly(self, refused: type[ReeveError]) -> AsyncIterator[None]:
        """Every refusal takes as long, whatever its reason."""
        started = time.monotonic()
        try:
            yield
        except refused:
            await asyncio.sleep(max(0.0, self._refusal_seconds - (time.monotonic() - started)))
            raise

    async def _admit(self, attempt: _Attempt, password: str, address: str | None, browser: str) -> NewSession:
        newer = await self._passwords.hash(password) if self._passwords.outdated(attempt.password_hash) else None
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            person = await self._still(staff, attempt)
            person.password_hash = newer or person.password_hash
            await staff.forget_expired(self._clock())
            await forget_networks(session, self._clock())
            if await staff.has_factor(person.id):
                person.failed_sign_ins = attempt.failures - 1  # only the code forgives earlier failures
                return await self._new_session(session, person, address, browser, waits_for_code=True)
            self._record(session, _member(person, address), audit.Action.SIGNED_IN)
            return await self._new_session(session, person, address, browser)

    async def _still(self, staff: StaffRepository, attempt: _Attempt) -> StaffMember:
        """The person, failures forgiven, unless the account changed while the password was being checked."""
        person = await staff.by_username(attempt.username)
        if person is None or not person.active or person.password_hash != attempt.password_hash:
            raise SignInRefused()
        person.failed_sign_ins, person.locked_until = 0, None
        return person

    async def _new_session(
        self,
        session: AsyncSession,
        person: StaffMember,
        address: str | None,
        browser: str,
        *,
        waits_for_code: bool = False,
    ) -> NewSession:
        token, at = secrets.token_urlsafe(32), self._clock()
        row = StaffSession(
            token_digest=_digest(token),
            staff_id=person.id,
            csrf=secrets.token_urlsafe(32),
            created_at=at,
            last_seen_at=at,
            expires_at=at + (CODE_TIME if waits_for_code else self._lifetimes.longest),
            address=address,
            browser=in_words(browser) if browser else "",
            waits_for_code=waits_for_code,
        )
        await StaffRepository(session).add(row)
        return NewSession(token, person.must_change_password, waits_for_code)

    def _record(self, session: AsyncSession, member: Member, action: audit.Action) -> None:
        audit.record(session, member.username, action, audit.account(member.username), address=member.address)


def _member(person: StaffMember, address: str | None) -> Member:
    return Member(person.id, person.username, person.display_name, Role(person.role), tuple(person.teams), address)


def _digest(token: str) -> str:
    """The digest under which a session's token is stored: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
