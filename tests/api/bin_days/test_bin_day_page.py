"""The page of bin days, as a browser without JavaScript sees it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI
from icalendar import Calendar

from api.bin_days.calendar import BinCalendar
from api.bin_days.routes import router
from api.bin_days.service import BinDayService
from api.kernel import errors
from api.kernel.errors import RendersPages
from api.settings import Settings
from api.web.pages import Pages
from bot.council import Council
from knowledge.pack.load import load_pack
from tests.support.services.streets import NORTHBRIDGE, Streets

AT = datetime(2026, 12, 20, 12, tzinfo=UTC)


@pytest.fixture
def browser(calendar: BinCalendar) -> httpx.AsyncClient:
    council = Council(load_pack(NORTHBRIDGE))
    service = BinDayService(calendar, Streets(), "northbridge.example", council.name, lambda: AT)
    app = FastAPI()
    pages = Pages(council, Settings(_env_file=None))
    app.state.parts = {BinDayService: service, Pages: pages, RendersPages: pages}
    app.include_router(router)
    errors.install(app)
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://site", headers={"accept": "text/html"})


async def test_from_a_postcode_to_the_next_collections_and_a_calendar(browser: httpx.AsyncClient) -> None:
    choose = await browser.post("/bin-days", data={"postcode": "nb2 1qd"})
    assert "7 Station Road" in choose.text
    shown = await browser.post("/bin-days", data={"postcode": "NB2 1QD", "uprn": "100010000003"})
    assert "Sunday 27 December 2026" in shown.text
    assert "Changed: not Friday 25 December 2026" in shown.text
    assert "bin--grey" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    links = re.findall(r'href="(/bin-days/calendar/[^"]+)"', shown.text)
    files = [await browser.get(link) for link in links]
    assert [("Brown" in file.text or "brown" in file.text) for file in files] == [False, True]
    assert all(len(Calendar.from_ical(file.content).walk("VEVENT")) > 20 for file in files)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"postcode": "hello"}, "Enter a full postcode"),
        ({"postcode": ""}, "Enter a full postcode"),
        ({"postcode": "NB8 8AA"}, "no homes at that postcode"),
        ({"postcode": "NB2 1QD", "uprn": "1"}, "Choose your address"),
        ({"postcode": "NB9 9ZZ", "uprn": "100010000009"}, "no bin round"),
        ({"postcode": '"><b>'}, "Enter a full postcode"),
    ],
)
async def test_what_is_wrong_is_said_above_the_question(
    browser: httpx.AsyncClient, form: dict[str, str], said: str
) -> None:
    page = await browser.post("/bin-days", data=form)
    assert page.status_code == 422
    assert said in page.text
    assert "<b>" not in page.text


async def test_a_calendar_of_no_round_is_not_found(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/bin-days/calendar/nowhere.ics")).status_code == 404
    assert (await browser.get("/bin-days")).status_code == 200
