"""Our GeoReport server: its documents, its errors, and what it never shows."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring
from sqlalchemy import select

from api.casework.cases.repository import CaseRepository
from api.db.base import now
from api.db.tables.cases import Case
from api.db.tables.conversations import MessageRecord
from api.db.tables.reports import Report
from tests.support.services.residents import Town

KEY = "the-key-of-a-program"


def form(**more: str) -> dict[str, str]:
    return {
        "api_key": KEY,
        "service_code": "pothole",
        "lat": "54.12345678",
        "long": "-1.1",
        "attribute[what]": "hole",
        "description": f"Deep hole {secrets.token_hex(6)}",
        **more,
    }


async def reported(town: Town, **more: str) -> str:
    said = {"what": "hole", "danger": "no", "details": "no", "photo": "no", "email": "no"}
    where = f"Road {secrets.token_hex(6)}"
    done = await town.reported(await town.resident(), "pothole", **{**said, "where": where, **more})
    return done.reference


async def test_services_and_their_definitions_are_the_same_in_both_formats(open311: httpx.AsyncClient) -> None:
    told = (await open311.get("/services.json")).json()
    xml = await open311.get("/services.xml")
    assert xml.headers["content-type"] == "text/xml; charset=utf-8"
    root = fromstring(xml.content)
    assert root.tag == "services"
    assert [each.findtext("service_code") for each in root] == [each["service_code"] for each in told]
    assert "noise" not in [each["service_code"] for each in told]  # what is private is not listed
    pothole = next(each for each in told if each["service_code"] == "pothole")
    assert pothole["metadata"] is True
    assert pothole["type"] == "realtime"
    definition = (await open311.get("/services/street-light.json")).json()
    codes = [(each["code"], each["required"], each["order"]) for each in definition["attributes"]]
    assert codes == [("fault", True, 1), ("number", False, 2), ("danger", False, 3)]
    tree = fromstring((await open311.get("/services/street-light.xml")).content)
    assert tree.tag == "service_definition"
    assert tree.findtext("attributes/attribute/variable") == "true"
    assert [each.findtext("key") for each in tree.iterfind("attributes/attribute[1]/values/value")] == [
        "out", "day", "flickers", "damaged",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/services/nothing.json", 404, "service_code was not found"),
        ("/services/noise.json", 404, "service_code was not found"),
        ("/services.json?jurisdiction_id=elsewhere.example", 404, "jurisdiction_id was not found"),
        ("/requests/NB-2222-2222.json", 404, "service_request_id was not found"),
        ("/requests/%3Cscript%3E.json", 404, "service_request_id was not found"),
        ("/tokens/NB-2222-2222.json", 404, "service_request_id was not found"),
        ("/requests.json?status=lost", 400, "status is open or closed"),
        ("/requests.json?start_date=yesterday", 400, "start_date must be in W3C form"),
        ("/requests.json?end_date=2026-01-01T00:00:00", 400, "with a time zone"),
        ("/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400, "90 days at most"),
        ("/requests.json?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400, "come after"),
        ("/requests.json?page=0", 400, "page"),
        ("/requests.json?page_size=1001", 400, "page_size"),
    ],
)
async def test_errors_have_the_form_of_the_standard(
    open311: httpx.AsyncClient, path: str, status: int, said: str
) -> None:
    answer = await open311.get(path)
    assert answer.status_code == status
    (error,) = answer.json()
    assert error["code"] == status
    assert said in error["description"]
    root = fromstring((await open311.get(path.replace(".json", ".xml", 1))).content)
    assert (root.tag, root.findtext("error/code")) == ("errors", str(status))


async def test_a_report_comes_in_once_with_its_personal_data_in_the_vault(
    open311: httpx.AsyncClient, town: Town
) -> None:
    sent = form(first_name="Amara", last_name="Okafor", email="amara@mail.example", phone="01632 960987")
    sent["description"] += ". Call me, I live at 12 Mill Lane."
    first = await open311.post("/requests.json", data=sent)
    again, at_once = await asyncio.gather(*(open311.post("/requests.json", data=sent) for _ in range(2)))
    assert first.status_code == 201
    assert first.json() == again.json() == at_once.json()
    reference = first.json()[0]["service_request_id"]
    async with town.database.transaction() as session:
        case = await session.get(Case, reference)
        assert case is not None
        assert (case.team, case.kind, case.status) == ("highways", "reported", "open")
        texts = [case.summary, *await session.scalars(select(MessageRecord.text))]
        kept = "\n".join(texts)
    for secret in ("Amara", "Okafor", "amara@", "960987", "12 Mill"):
        assert secret not in kept
    assert "<PERSON_1>" in case.summary
    xml = await open311.post("/requests.xml", data=form())
    assert fromstring(xml.content).findtext("request/service_request_id", "").startswith("NB-")


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "guess"}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code was not provided"),
        ({"service_code": "noise"}, 404, "service_code was not found"),
        ({"lat": "", "long": ""}, 400, "A location was not provided"),
        ({"lat": "91"}, 400, "lat and long"),
        ({"lat": "nan"}, 400, "lat and long"),
        ({"long": ""}, 400, "lat and long"),
        ({"attribute[what]": ""}, 400, "attribute[what] was not provided"),
        ({"attribute[what]": "dragon"}, 400, "attribute[what] must be one of"),
        ({"description": "x" * 4001}, 400, "description is longer"),
        ({"jurisdiction_id": "elsewhere.example"}, 404, "jurisdiction_id"),
    ],
)
async def test_a_report_that_cannot_be_taken_is_refused_by_field(
    open311: httpx.AsyncClient, wrong: dict[str, str], status: int, said: str
) -> None:
    answer = await open311.post("/requests.json", data=form(**wrong))
    assert (answer.status_code, answer.json()[0]["code"]) == (status, status)
    assert said in answer.json()[0]["description"]


async def test_a_form_that_is_no_form_is_refused(open311: httpx.AsyncClient) -> None:
    for content in (b"\xff\xfe=1", "&".join(f"a{n}=1" for n in range(100)).encode()):
        assert (await open311.post("/requests.json", content=content)).status_code == 400


async def listed(open311: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    answer = await open311.get("/requests.json", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_what_is_public_of_a_report_holds_nothing_that_anybody_typed_but_its_street(
    open311: httpx.AsyncClient, town: Town
) -> None:
    street = f"Long Road {secrets.token_hex(4)}"
    plain = await reported(town, where=street, details="Ask for Bob at the shop")
    private = await reported(town, where="outside <ADDRESS_1>")
    pinned = await reported(town, where="geo:54.32100,-1.50000")
    noise = {"what": "music", "when": "night", "where": "x road", "details": "no", "email": "no"}
    hidden = (await town.reported(await town.resident(), "noise", **noise)).reference
    found = await listed(open311, service_request_id=",".join((plain, private, pinned, hidden)))
    by_id = {each["service_request_id"]: each for each in found}
    assert set(by_id) == {plain, private, pinned}
    assert by_id[plain]["address"] == street
    assert by_id[plain]["description"] == "What is wrong: A hole"
    assert by_id[private]["address"] is None
    assert (by_id[pinned]["lat"], by_id[pinned]["long"], by_id[pinned]["address"]) == (54.321, -1.5, None)
    assert "Bob" not in str(found)
    one = await open311.get(f"/requests/{plain}.xml")
    assert fromstring(one.content).findtext("request/status") == "open"
    token = (await open311.get(f"/tokens/{plain}.json")).json()
    assert token == [{"service_request_id": plain, "token": plain}]


async def test_lists_go_by_page_time_service_and_status(open311: httpx.AsyncClient, town: Town) -> None:
    references = [await reported(town) for _ in range(3)]
    at = now() - timedelta(days=1000 + secrets.randbelow(1000))
    async with town.database.transaction() as session:
        for number, reference in enumerate(references):
            report = await session.get(Report, reference)
            assert report is not None
            report.created_at = at + timedelta(hours=number)
        case = await CaseRepository(session).find(references[0])
        assert case is not None
        case.status, case.closed_at = "closed", now()
    span = {"start_date": at.isoformat(), "end_date": (at + timedelta(hours=5)).isoformat()}

    async def ids(**more: Any) -> list[str]:
        return [each["service_request_id"] for each in await listed(open311, **span, **more)]

    newest_first = references[::-1]
    assert await ids() == newest_first
    assert await ids(page_size=2) == newest_first[:2]
    assert await ids(page_size=2, page=2) == newest_first[2:]
    assert await ids(status="closed") == references[:1]
    assert await ids(status="open") == newest_first[:2]
    assert await ids(status="open,closed", service_code="pothole,trees") == newest_first
    assert await ids(service_code="noise") == []
    closed = (await listed(open311, **span, status="closed"))[0]
    assert datetime.fromisoformat(closed["updated_datetime"]) > datetime.fromisoformat(closed["requested_datetime"])


async def test_discovery_leads_to_both_formats(open311: httpx.AsyncClient) -> None:
    told = (await open311.get("http://site/open311/discovery.json")).json()
    assert told["endpoints"][0]["url"].endswith("/open311/v2")
    root = fromstring((await open311.get("http://site/open311/discovery.xml")).content)
    assert [each.text for each in root.iterfind("endpoints/endpoint/formats/format")] == [
        "text/xml", "application/json",
    ]  # fmt: skip
