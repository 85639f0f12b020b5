"""The admin pages of the small council, and browsers of its staff."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx

from api.kernel.errors import RendersPages
from api.pages.admin.routes import routers
from api.pages.editing.knowledge_base import KnowledgeBase
from api.settings import Role
from api.web.pages import Pages
from tests.support.pages.newsroom import Newsroom
from tests.support.staff.desk import SITE, Browser, Desk, council

PAGES = "/staff/pages"


@dataclass
class Editor:
    """Somebody at the admin pages."""

    browser: Browser

    async def get(self, path: str = "") -> str:
        """Opens a page; it must be there."""
        answer = await self.browser.get(f"{PAGES}{path}")
        assert answer.status_code == 200, answer.text
        return answer.text

    async def post(self, path: str, **fields: Any) -> httpx.Response:
        """Sends a form."""
        return await self.browser.http.post(
            f"{PAGES}{path}", data={"csrf": self.browser.csrf, **fields}, headers={"Origin": SITE}
        )

    async def done(self, path: str, **fields: Any) -> str:
        """Sends a form, which must be taken; the page it leads to."""
        answer = await self.post(path, **fields)
        assert answer.status_code == 303, answer.text
        return (await self.browser.get(answer.headers["location"])).text


class Editors:
    """A site with staff pages over a newsroom."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.desk = Desk(newsroom.database.url)
        for router in routers:
            self.desk.app.include_router(router)
        parts = self.desk.app.state.parts
        shown = Pages(council(), self.desk.settings, newsroom.live)
        parts |= {KnowledgeBase: newsroom.knowledge, Pages: shown, RendersPages: shown}

    async def somebody(self, role: Role = Role.ADMIN) -> Editor:
        """A new member of staff at the admin pages."""
        return Editor(await self.desk.signed_in(role))

    async def close(self) -> None:
        """Ends the database's connections."""
        await self.desk.database.close()


def fields(page_id: str, base: int = 1, **changed: Any) -> dict[str, Any]:
    """The editor's form with good words in it."""
    return {
        "base": str(base),
        "title": f"About {page_id}",
        "summary": f"All about {page_id}.",
        "service": page_id.partition("-")[0],
        "actions": ["answer"],
        "synonyms": f"{page_id} help\r\nmy {page_id}",
        "body": f"We look after {page_id}.",
    } | changed


def words(html: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
