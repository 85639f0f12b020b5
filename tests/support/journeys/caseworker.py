"""A caseworker, as far as HTTP can see one: a real account on the served site."""

from __future__ import annotations

import asyncio
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx

from api.casework.life.leavers import return_cases
from api.db.session import Database
from api.settings import Role
from api.staff.accounts.accounts import Accounts, NewAccount
from api.staff.accounts.passwords import Passwords

if TYPE_CHECKING:
    from tests.conftest import Site

PASSWORD = "four brown wheelie bins"


def new_account(site: Site, name: str, role: Role = Role.ADMIN) -> tuple[str, str]:
    """A new account on the site: its username and its one-time password."""
    username = f"{role.value}-{secrets.token_hex(4)}"

    async def make() -> str:
        database = Database(site.parts.database.url, 2)
        try:
            accounts = Accounts(database, Passwords(), frozenset(site.parts.assistant.council.teams), return_cases)
            return await accounts.create("test", NewAccount(username, name, role))
        finally:
            await database.close()

    with ThreadPoolExecutor(1) as thread:  # a loop of its own, whatever runs in this thread
        return username, thread.submit(asyncio.run, make()).result()


class Caseworker:
    """Somebody who signed in to the desk and chose a password."""

    def __init__(self, site: Site, client: httpx.Client, name: str = "Sam Okoro") -> None:
        self.client, self._origin, self._csrf = client, site.url, ""
        self.username, once = new_account(site, name)
        self.get("/staff/sign-in")
        assert self.post("/staff/sign-in", username=self.username, password=once).status_code == 303
        self.get("/staff/password")
        changed = self.post("/staff/password", current=once, new=PASSWORD, again=PASSWORD)
        assert changed.status_code == 303, changed.text
        self.get("/staff/cases")

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Opens a page, and takes the token of its forms."""
        answer = self.client.get(path, params=query or None)
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self._csrf = found[1] if found else self._csrf
        return answer

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Sends a form of the page that is open."""
        headers = {"Origin": self._origin}
        return self.client.post(path, data={"csrf": self._csrf, **fields}, headers=headers)

    def act(self, reference: str, what: str, **fields: str) -> httpx.Response:
        """Sends one of the forms of a case's page; it must be accepted."""
        page = f"/staff/cases/{reference}"
        self.get(page)
        answer = self.post(f"{page}/{what}", **fields)
        assert answer.status_code in (200, 303), answer.text
        return answer
