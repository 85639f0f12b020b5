"""Staff accounts: made, reset and deactivated by somebody who may."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.session import Database
from api.errors import Conflict, NotFound
from api.staff import audit
from api.staff.models import StaffMember
from api.staff.passwords import Passwords, one_time_password
from api.staff.permissions import Role
from api.staff.problems import FormProblem
from api.staff.repository import StaffRepository

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class NewAccount:
    """Who the account is for. An agent works for at least one team; `teams` are slugs."""

    username: str
    display_name: str
    role: Role
    teams: Sequence[str] = ()


class Accounts:
    """Accounts. `by` is who does it, as the audit trail shows it: a username, or `command line`."""

    def __init__(self, database: Database, passwords: Passwords, teams: Collection[str]) -> None:
        self._database, self._passwords, self._teams = database, passwords, teams

    async def empty(self) -> bool:
        """Whether there are no accounts yet."""
        async with self._database.transaction() as session:
            return not await StaffRepository(session).any_accounts()

    async def create(self, by: str, account: NewAccount) -> str:
        """Makes an account; returns its one-time password. Raises FormProblem or Conflict."""
        self._check(account)
        password = one_time_password()
        person = StaffMember(
            username=account.username,
            display_name=account.display_name.strip(),
            role=account.role.value,
            teams=list(account.teams),
            password_hash=await self._passwords.hash(password),
        )
        details: dict[str, audit.Detail] = {"role": account.role.value}
        if account.teams:
            details["teams"] = ", ".join(account.teams)
        try:
            async with self._database.transaction() as session:
                await StaffRepository(session).add(person)
                subject = audit.account(person.username)
                audit.record(session, by, audit.Action.ACCOUNT_CREATED, subject, details)
        except IntegrityError:
            raise Conflict("There is an account with this username already.") from None
        return password

    async def reset_password(self, by: str, username: str) -> str:
        """A new one-time password; every session of the person ends and a lock is lifted. Raises NotFound."""
        password = one_time_password()
        password_hash = await self._passwords.hash(password)
        async with self._database.transaction() as session:
            person = await self._find(session, username)
            person.password_hash, person.must_change_password = password_hash, True
            person.failed_sign_ins, person.locked_until = 0, None
            await StaffRepository(session).end_sessions(person.id)
            audit.record(session, by, audit.Action.PASSWORD_RESET, audit.account(person.username))
        return password

    async def deactivate(self, by: str, username: str) -> None:
        """The person can no longer sign in, and every session ends at once. Raises NotFound."""
        async with self._database.transaction() as session:
            person = await self._find(session, username)
            person.active = False
            await StaffRepository(session).end_sessions(person.id)
            audit.record(session, by, audit.Action.ACCOUNT_DEACTIVATED, audit.account(person.username))

    async def _find(self, session: AsyncSession, username: str) -> StaffMember:
        person = await StaffRepository(session).by_username(username)
        if person is None:
            raise NotFound("There is no account with this username.")
        return person

    def _check(self, account: NewAccount) -> None:
        if not USERNAME.fullmatch(account.username):
            raise FormProblem("username", "A username has 2 to 60 small letters, digits, dots or dashes, no spaces.")
        if not 0 < len(account.display_name.strip()) <= LONGEST_NAME:
            raise FormProblem("display_name", f"Enter a name to show, up to {LONGEST_NAME} characters.")
        unknown = [team for team in account.teams if team not in self._teams]
        if unknown:
            raise FormProblem("teams", f"There is no team called {', '.join(unknown)}.")
        if account.role is Role.AGENT and not account.teams:
            raise FormProblem("teams", "An agent needs at least one team.")
