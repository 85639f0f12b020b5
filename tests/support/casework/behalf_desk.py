"""A desk whose caseworkers book and report for residents, at the real offices, with a diary and a till to look into."""

from __future__ import annotations

import re
from collections.abc import Collection

from api.bookings.chat.form_backend import BookingBackend
from api.casework.attachments.service import Attachments
from api.casework.on_behalf.routes import router
from api.casework.pages.case_tools import CaseTools, make_case_tools
from api.db.session import Database
from api.kernel.event_loop_bridge import EventLoopBridge
from api.reports.form_backend import ReportBackend
from api.reports.service import ReportService
from bot.reception.references import NewReference
from redaction import Finding, Label, Placeholders, Redaction
from tests.support.bookings.counter import Counter, Streets, empty
from tests.support.redaction.sealed import sealed
from tests.support.services.residents import kinds
from tests.support.staff.desk import Browser, Desk, FakeRedactor, NoEncoder, council, no_pages

HOME = "2 Mill Lane, NB1 2CD"


class HidesAnswers(FakeRedactor):
    """Hides the whole answer to a personal question, as the real one does."""

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction:
        """The text, hidden."""
        if expecting is None or self.broken:
            return super().redact(raw, expecting, placeholders, after, ours)
        stand_in = (placeholders or Placeholders()).of(expecting, raw)
        return Redaction(sealed(stand_in), (Finding(0, len(raw), expecting, 1.0, stand_in),))


class BehalfDesk(Desk):
    """The staff pages with the two offices behind them."""

    def __post_init__(self) -> None:
        self.redactor = HidesAnswers()
        super().__post_init__()
        self.counter, bridge = Counter(self.database_url), EventLoopBridge()
        bridge.open()
        self.clock.at = self.counter.clock()
        self.own = Database(self.database_url, 3)
        reports = ReportService(self.own, self.vault, NewReference("NB"), self.clock)
        backends = (
            BookingBackend(self.counter.bookings, bridge, Streets()),
            ReportBackend(kinds(), reports, council(), bridge),
        )
        self.tools = make_case_tools(self.work, no_pages, NoEncoder(), self.store, backends=backends)
        self.app.state.parts |= {CaseTools: self.tools, Attachments: self.tools.attachments}
        self.app.include_router(router)

    async def close(self) -> None:
        """Closes every connection, and forgets the bookings."""
        await empty(self.counter)
        await self.counter.close()
        await self.own.close()
        await self.database.close()

    async def holding(self) -> tuple[Browser, str]:
        """A caseworker who has just claimed a case, and the case's page."""
        browser, case = await self.signed_in(), f"/staff/cases/{await self.case()}"
        assert (await browser.post(f"{case}/claim")).status_code == 303
        return browser, case


class Filling:
    """A form for a resident, as a caseworker without JavaScript fills it in."""

    def __init__(self, browser: Browser, case: str) -> None:
        self.browser, self.case, self.path, self.page = browser, case, "", ""

    async def begin(self, service: str) -> str:
        """Begins a form, and opens its first question."""
        begun = await self.browser.post(f"{self.case}/on-behalf", service=service)
        assert begun.status_code == 303, begun.text
        self.path = begun.headers["location"]
        return await self.open()

    async def open(self) -> str:
        """The form's page as it is now."""
        answer = await self.browser.get(self.path)
        assert answer.status_code == 200, answer.text
        self.page = answer.text
        return self.page

    async def answer(self, **controls: str) -> str:
        """Answers the open question, and opens what comes next."""
        field = re.search(r'<input type="hidden" name="field" value="([^"]+)">', self.page)
        assert field, self.page
        told = await self.browser.post(self.path, field=field[1], **controls)
        if told.status_code != 303:
            self.page = told.text
            return self.page
        return await self.open()

    async def sofa(self) -> str:
        """Everything that a bulky waste collection asks, at the first free time, without contact details."""
        await self.begin("bulky-waste")
        await self.answer(**{"item-sofa": "1"})
        await self.answer(value="yes")
        await self.answer(value="no")
        await self.answer(value=HOME)
        return await self.page_until_summary()

    async def page_until_summary(self) -> str:
        """Takes the first time, gives a name, and skips what may be left out."""
        for _ in range(8):
            if "Check it with the resident" in self.page:
                return self.page
            first = re.search(r'name="value" type="radio" value="([^"]+)"', self.page)
            if first:
                await self.answer(value=first[1])
            elif 'name="skip"' in self.page:
                await self.answer(skip="1")
            else:
                await self.answer(value="Ada Lovelace")
        raise AssertionError(self.page)
