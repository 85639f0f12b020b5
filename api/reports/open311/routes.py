"""Open311 GeoReport v2, as wiki.open311.org describes it: our reports for other programs, and theirs for us."""

from __future__ import annotations

import hmac
import re
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from api.kernel.client_address import client_address
from api.kernel.limits.limits import Limits
from api.kernel.parts import part
from api.reports.open311.documents import Format, document, listing
from api.reports.open311.route import GeneralError, GeoReportRoute, KeyRefused, UnknownCode
from api.reports.open311.service import MOST, GeoReport, RequestFilter
from api.reports.wording import say
from api.settings import Settings

ENDPOINT = "/open311/v2"
MOST_FIELDS = 60
_SUB = re.compile(r"[A-Z0-9-]{1,20}")


def jurisdiction(
    geo: Annotated[GeoReport, part(GeoReport)], jurisdiction_id: Annotated[str, Query(max_length=200)] = ""
) -> None:
    """We serve one council; a request for another one is not for us."""
    _require_ours(geo, jurisdiction_id)


def _require_ours(geo: GeoReport, given: str) -> None:
    ours = geo.kinds.jurisdiction
    if given and ours and given != ours:
        raise UnknownCode(say("open311.jurisdiction"))


Geo = Annotated[GeoReport, part(GeoReport)]
Configured = Annotated[Settings, part(Settings)]
Limited = Annotated[Limits, part(Limits)]
Code = Annotated[str, Path(max_length=80)]
Words = Annotated[str, Query(max_length=2000)]
router = APIRouter(prefix="/open311", route_class=GeoReportRoute, include_in_schema=False)  # it describes itself
ours = Depends(jurisdiction)


@router.get("/discovery.{fmt}", summary="Where the interface is, and which version")
async def discovery(fmt: Format, settings: Configured) -> Response:
    """Open311 service discovery."""
    url = settings.public_url.rstrip("/")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{url}{ENDPOINT}",
        "changeset": "2026-11-22T00:00:00Z",
        "type": "production",
        "formats": [f"{kind}" for kind in ("text/xml", "application/json")],
    }
    told = {
        "changeset": "2026-11-22T00:00:00Z",
        "contact": f"{url}/services/contact-us",
        "key_service": f"{url}/services/contact-us",
        "endpoints": [endpoint],
    }
    return document("discovery", told, fmt)


@router.get("/v2/services.{fmt}", dependencies=[ours], summary="What can be reported")
async def services(fmt: Format, geo: Geo) -> Response:
    """The list of services, as Open311 has it."""
    return listing("services", geo.services(), fmt)


@router.get("/v2/services/{code}.{fmt}", dependencies=[ours], summary="What a report of a service needs")
async def definition(code: Code, fmt: Format, geo: Geo) -> Response:
    """The definition of one service, as Open311 has it."""
    return document("service_definition", geo.definition(code), fmt)


@router.get("/v2/requests.{fmt}", dependencies=[ours], summary="List reports")
async def requests(
    fmt: Format,
    geo: Geo,
    service_request_id: Words = "",
    service_code: Words = "",
    start_date: Words = "",
    end_date: Words = "",
    status: Words = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    page_size: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Response:
    """Reports without personal data, newest first: of 90 days at most, 1,000 at once."""
    statuses = _listed(status) or ("open", "closed")
    if not set(statuses) <= {"open", "closed"}:
        raise GeneralError(say("open311.status"))
    wanted = RequestFilter(
        _listed(service_request_id)[:MOST],
        _listed(service_code),
        statuses,
        _moment("start_date", start_date),
        _moment("end_date", end_date),
        page,
        page_size,
    )
    return listing("service_requests", await geo.requests(wanted), fmt)


@router.get("/v2/requests/{request_id}.{fmt}", dependencies=[ours], summary="Read a report")
async def one(request_id: Code, fmt: Format, geo: Geo) -> Response:
    """One report, as a list of one."""
    return listing("service_requests", [await geo.request(_known_shape(request_id))], fmt)


@router.get("/v2/tokens/{token}.{fmt}", dependencies=[ours], summary="The report behind a token")
async def token(token: Code, fmt: Format, geo: Geo) -> Response:
    """Our reports have their id at once, so a token is the id itself."""
    found = await geo.request(_known_shape(token))
    return listing("service_requests", [{"service_request_id": found["service_request_id"], "token": token}], fmt)


@router.post("/v2/requests.{fmt}", status_code=201, summary="Make a report")
async def post(request: Request, fmt: Format, geo: Geo, settings: Configured, limits: Limited) -> Response:
    """Takes a form-encoded report with an `api_key`. The same form again within the hour is the same report."""
    form = await _form(request)
    _require_key(settings, "".join(form.get("api_key", [])[:1]))
    _require_ours(geo, "".join(form.get("jurisdiction_id", [])[:1]))
    await limits.start(client_address(request, settings.client_address_header))
    return listing("service_requests", [await geo.post(form)], fmt, 201)


async def _form(request: Request) -> dict[str, list[str]]:
    """Every field with its values. Fields of the address count too: some clients send the key there."""
    try:
        body = (await request.body()).decode()
        return parse_qs(f"{body}&{request.url.query}".strip("&"), max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise GeneralError(say("open311.form")) from None


def _require_key(settings: Settings, offered: str) -> None:
    key = settings.open311_api_key
    if key is None or not hmac.compare_digest(offered.encode(), key.get_secret_value().encode()):
        raise KeyRefused(say("open311.api_key"))


def _known_shape(reference: str) -> str:
    if not _SUB.fullmatch(reference):
        raise UnknownCode(say("open311.no_such_request"))
    return reference


def _listed(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in text.replace("\x00", "").split(","))))


def _moment(name: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody encoded
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise GeneralError(say("open311.moment", name=name))
    return at
