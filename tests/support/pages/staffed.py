"""A member of staff at the served site, with a real session."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
from argon2 import PasswordHasher

from api.casework.life.leavers import return_cases
from api.db.session import Database
from api.settings import Role
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.accounts.passwords import Passwords

if TYPE_CHECKING:
    from tests.conftest import Site

PASSWORD = "correct horse battery"


@dataclass
class Visitor:
    """A browser with a session: keeps cookies, sends Origin and the hidden token with forms."""

    http: httpx.Client
    csrf: str = ""

    def get(self, path: str) -> httpx.Response:
        answer = self.http.get(path)
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.csrf = found[1] if found else self.csrf
        return answer

    def post(self, path: str, files: Any = None, **fields: str) -> httpx.Response:
        origin = str(self.http.base_url).rstrip("/")
        return self.http.post(path, data={"csrf": self.csrf, **fields}, files=files, headers={"Origin": origin})


@contextmanager
def as_staff(site: Site, role: str) -> Iterator[Visitor]:
    """A new member of staff, signed in."""
    username = account(site, role)
    with site.client() as http:
        yield _signed_in(Visitor(http), username)


def _signed_in(visitor: Visitor, username: str) -> Visitor:
    visitor.get("/staff/sign-in")
    answer = visitor.post("/staff/sign-in", username=username, password=PASSWORD)
    assert answer.status_code == 303, answer.text
    visitor.get("/staff/cases")
    return visitor


def account(site: Site, role: str) -> str:
    """A new account with the usual password; its username."""
    username, url = f"{role}-{secrets.token_hex(4)}", site.parts.database.url
    teams = ("waste",) if role == "agent" else ()

    async def create() -> None:
        database = Database(url, 2)
        await Accounts(database, Passwords(), site.parts.assistant.council.teams, return_cases).create(
            "test", NewAccount(username, "Sam Okoro", Role(role), teams)
        )
        await database.close()

    with ThreadPoolExecutor(1) as thread:  # a browser test has a loop of its own in this one
        thread.submit(asyncio.run, create()).result()
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with psycopg.connect(url) as connection:
        connection.execute(
            "update staff_member set password_hash = %s, must_change_password = false where username = %s",
            (hashed, username),
        )
    return username
