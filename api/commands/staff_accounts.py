"""Staff accounts from the command line, and the demonstration ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from api.assistant import make_council
from api.casework.life.leavers import return_cases
from api.casework.queue.desk_policy import council_desk
from api.db.server import DatabaseServer
from api.db.session import Database
from api.kernel.errors import ReeveError
from api.settings import Role, Settings
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.accounts.passwords import Passwords

T = TypeVar("T")
BY = "command line"
DEMONSTRATION: tuple[tuple[str, str, Role, tuple[str, ...] | None], ...] = (  # None: every team
    ("agent", "Contact centre desk", Role.AGENT, None),
    ("waste-agent", "Waste and street care desk", Role.AGENT, ("waste", "streets")),
    ("supervisor", "Contact centre supervisor", Role.SUPERVISOR, ()),
    ("admin", "Site administrator", Role.ADMIN, ()),
    ("auditor", "Internal audit", Role.AUDITOR, ()),
)


def add(settings: Settings, username: str, role: Role, name: str, teams: list[str]) -> str:
    """Makes an account; returns a line with its one-time password."""
    account = NewAccount(username, name, role, teams)
    password = _run(settings, lambda accounts: accounts.create(BY, account))
    return f"{username} can sign in once with the password {password} and then chooses a new one."


def reset(settings: Settings, username: str) -> str:
    """Gives somebody a new one-time password; returns a line with it."""
    password = _run(settings, lambda accounts: accounts.reset_password(BY, username))
    return f"{username} can sign in once with the password {password} and then chooses a new one."


def disable(settings: Settings, username: str) -> str:
    """Ends somebody's access; returns a line that says so."""
    count = _run(settings, lambda accounts: accounts.deactivate(BY, username))
    cases = "1 case of theirs is" if count == 1 else f"{count} cases of theirs are"
    return f"{username} can no longer sign in, and is signed out everywhere. {cases} back in the queue."


def enable(settings: Settings, username: str) -> str:
    """Lets somebody in again who was disabled; returns a line with a one-time password."""
    password = _run(settings, lambda accounts: accounts.enable(BY, username))
    return f"{username} can sign in once with the password {password} and then chooses a new one."


def _run(settings: Settings, act: Callable[[Accounts], Awaitable[T]]) -> T:
    """Does one thing with the accounts; a problem that a person can solve ends the command with its words."""

    async def run(url: str) -> T:
        database = Database(url, pool_size=2)
        try:
            return await act(_accounts(settings, database))
        except ReeveError as problem:
            raise SystemExit(problem.detail) from None
        finally:
            await database.close()

    with DatabaseServer(settings) as url:
        return asyncio.run(run(url))


async def seed(settings: Settings, url: str) -> list[str]:
    """Makes the demonstration accounts on a database that has none; returns lines with their passwords."""
    if not settings.demo:
        return []
    database = Database(url, pool_size=2)
    try:
        accounts = _accounts(settings, database)
        if not await accounts.empty():
            return []
        lines = ["Staff accounts for a first look (each password works once):"]
        for username, name, role, teams in DEMONSTRATION:
            chosen = sorted(make_council(settings).teams) if teams is None else teams
            password = await accounts.create(BY, NewAccount(username, name, role, chosen))
            lines.append(f"  {username:<12}{password}")
        return lines
    finally:
        await database.close()


def _accounts(settings: Settings, database: Database) -> Accounts:
    council = make_council(settings)
    leave = partial(return_cases, policy=council_desk(settings.council_pack, council))
    return Accounts(database, Passwords(), frozenset(council.teams), leave)
