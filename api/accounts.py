"""Staff accounts from the command line, and the demonstration ones."""

from __future__ import annotations

import asyncio

from api.db.session import Database
from api.settings import Settings
from api.staff.accounts import Accounts, NewAccount
from api.staff.passwords import Passwords
from api.staff.permissions import Role
from api.wiring import DatabaseServer, make_council

BY = "command line"
DEMONSTRATION = (
    ("agent", "Waste and street care desk", Role.AGENT, ("waste", "streets", "customer-services")),
    ("supervisor", "Contact centre supervisor", Role.SUPERVISOR, ()),
    ("admin", "Site administrator", Role.ADMIN, ()),
    ("auditor", "Internal audit", Role.AUDITOR, ()),
)


def add(settings: Settings, username: str, role: str, name: str, teams: list[str]) -> str:
    """Makes an account; returns a line with its one-time password."""
    account = NewAccount(username, name, Role(role), teams)

    async def make(url: str) -> str:
        database = Database(url, pool_size=2)
        try:
            return await _accounts(settings, database).create(BY, account)
        finally:
            await database.close()

    with DatabaseServer(settings) as url:
        password = asyncio.run(make(url))
    return f"{username} can sign in once with the password {password} and then chooses a new one."


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
            password = await accounts.create(BY, NewAccount(username, name, role, teams))
            lines.append(f"  {username:<12}{password}")
        return lines
    finally:
        await database.close()


def _accounts(settings: Settings, database: Database) -> Accounts:
    return Accounts(database, Passwords(), frozenset(make_council(settings).teams))
