"""Staff accounts: made, changed, reset, disabled and enabled by somebody who may."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.session import Database
from api.db.tables.staff import StaffMember
from api.kernel import audit
from api.kernel.errors import Conflict, NotFound
from api.kernel.form_problems import FormProblem
from api.settings import Role
from api.staff.accounts.passwords import Passwords, one_time_password
from api.staff.accounts.repository import StaffRepository
from api.staff.wording import say

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
LONGEST_NAME = 80

ReturnCases = Callable[[Database, int, str, str | None], Awaitable[int]]
"""Puts the cases of a member of staff who leaves back into their queues: (database, staff id, by whom, from which
address). Returns how many."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who the account is for. An agent works for at least one team; `teams` are slugs."""

    username: str
    display_name: str
    role: Role
    teams: Sequence[str] = ()
    provider: bool = False  # signs in at the council's identity provider, and has no password here


class Accounts:
    """Accounts. `by` is who does it, as the audit trail shows it: a username, or `command line`."""

    def __init__(
        self, database: Database, passwords: Passwords, teams: Collection[str], return_cases: ReturnCases
    ) -> None:
        self._database, self._passwords, self._teams = database, passwords, teams
        self._return_cases = return_cases

    async def empty(self) -> bool:
        """Whether there are no accounts yet."""
        async with self._database.transaction() as session:
            return not await StaffRepository(session).any_accounts()

    def teams(self) -> Sequence[str]:
        """The slugs of every team."""
        return sorted(self._teams)

    async def everybody(self) -> Sequence[StaffMember]:
        """Every account; those that are disabled last."""
        async with self._database.transaction() as session:
            return await StaffRepository(session).people()

    async def person(self, username: str) -> StaffMember:
        """The account with this username. Raises NotFound."""
        async with self._database.transaction() as session:
            return await self._find(session, username)

    async def create(self, by: str, account: NewAccount, address: str | None = None) -> str:
        """Makes an account; returns its one-time password. Raises FormProblem or Conflict."""
        if not USERNAME.fullmatch(account.username):
            raise FormProblem("username", say("accounts.username"))
        self._check(account)
        password = one_time_password()
        person = StaffMember(
            username=account.username,
            display_name=account.display_name.strip(),
            role=account.role.value,
            teams=list(account.teams),
            provider=account.provider,
            password_hash=await self._passwords.hash(password),
            must_change_password=not account.provider,
        )
        details = _details(account)
        try:
            async with self._database.transaction() as session:
                await StaffRepository(session).add(person)
                subject = audit.account(person.username)
                audit.record(session, by, audit.Action.ACCOUNT_CREATED, subject, details, address)
        except IntegrityError:
            raise Conflict(say("accounts.username_taken")) from None
        return password

    async def change(self, by: str, account: NewAccount, address: str | None = None) -> None:
        """Gives the account of this username another name, role and teams. Counts from the next request on."""
        self._check(account)
        async with self._database.transaction() as session:
            person = await self._find(session, account.username)
            person.display_name, person.role = account.display_name.strip(), account.role.value
            person.teams = list(account.teams)
            if person.provider != account.provider:
                person.provider, person.provider_subject = account.provider, None
                await StaffRepository(session).end_sessions(person.id)
            subject = audit.account(person.username)
            audit.record(session, by, audit.Action.ACCOUNT_CHANGED, subject, _details(account), address)

    async def reset_password(self, by: str, username: str, address: str | None = None) -> str:
        """A new one-time password; every session of the person ends and a lock is lifted. Raises NotFound."""
        return await self._let_in(by, username, address, audit.Action.PASSWORD_RESET)

    async def enable(self, by: str, username: str, address: str | None = None) -> str:
        """Lets somebody in again who was disabled; returns a one-time password. Raises NotFound."""
        return await self._let_in(by, username, address, audit.Action.ACCOUNT_ENABLED)

    async def deactivate(self, by: str, username: str, address: str | None = None) -> int:
        """The person is out at once: every session ends, and claimed cases go back to their queues; returns how many.

        Raises NotFound.
        """
        async with self._database.transaction() as session:
            person = await self._find(session, username)
            person.active = False
            await StaffRepository(session).end_sessions(person.id)
            staff_id, subject = person.id, audit.account(person.username)
            audit.record(session, by, audit.Action.ACCOUNT_DEACTIVATED, subject, address=address)
        return await self._return_cases(self._database, staff_id, by, address)

    async def end_sessions(self, by: str, username: str, address: str | None = None) -> None:
        """Signs somebody out everywhere. Raises NotFound."""
        async with self._database.transaction() as session:
            person = await self._find(session, username)
            await StaffRepository(session).end_sessions(person.id)
            audit.record(session, by, audit.Action.SESSION_ENDED, audit.account(username), {"which": "all"}, address)

    async def _let_in(self, by: str, username: str, address: str | None, action: audit.Action) -> str:
        password = one_time_password()
        password_hash = await self._passwords.hash(password)
        async with self._database.transaction() as session:
            person = await self._find(session, username)
            if action is audit.Action.ACCOUNT_ENABLED:
                person.active = True
            person.password_hash, person.must_change_password = password_hash, not person.provider
            person.failed_sign_ins, person.locked_until = 0, None
            await StaffRepository(session).end_sessions(person.id)
            audit.record(session, by, action, audit.account(person.username), address=address)
        return password

    async def _find(self, session: AsyncSession, username: str) -> StaffMember:
        person = await StaffRepository(session).by_username(username)
        if person is None:
            raise NotFound(say("accounts.not_found"))
        return person

    def _check(self, account: NewAccount) -> None:
        if not 0 < len(account.display_name.strip()) <= LONGEST_NAME:
            raise FormProblem("display_name", say("accounts.name", most=LONGEST_NAME))
        unknown = [team for team in account.teams if team not in self._teams]
        if unknown:
            raise FormProblem("teams", say("accounts.no_team", names=", ".join(unknown)))
        if account.role is Role.AGENT and not account.teams:
            raise FormProblem("teams", say("accounts.agent_without_team"))


def _details(account: NewAccount) -> dict[str, audit.Detail]:
    details: dict[str, audit.Detail] = {"role": account.role.value}
    if account.teams:
        details["teams"] = ", ".join(account.teams)
    if account.provider:
        details["provider"] = True
    return details
