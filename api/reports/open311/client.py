"""Speaks GeoReport v2 to somebody else's server, in XML, which every server must know.

What comes back is not trusted: it is bounded, read without entities, and only ids, states and times are taken from it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from api.kernel.retries.backoff import seconds_asked

LARGEST = 4_000_000  # bytes of an answer
TIMEOUT = 20.0  # seconds
LONGEST_ID = 200
LATER = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.FORBIDDEN, httpx.codes.UNAUTHORIZED)  # a wrong key gets corrected


class NotSent(Exception):
    """The server has not taken it, and may later. `retry_after` is in seconds, where it said so."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class Unsure(Exception):
    """Nobody knows whether the server has taken it: the answer was lost, or an error of its own."""


class ReportRefused(Exception):
    """The server will never take it as it is."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the server made of a report: its id, or a token until it has one."""

    outside_id: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """How a report stands at the other server."""

    outside_id: str
    status: str
    updated: datetime | None
    description: str


class Open311Client:
    """A GeoReport endpoint. Each call is one request; the caller decides when to try again."""

    def __init__(
        self,
        url: str,
        key: str,
        jurisdiction: str = "",
        timeout: float = TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url, self._key, self._timeout, self._transport = url.rstrip("/"), key, timeout, transport
        self._always = {"jurisdiction_id": jurisdiction} if jurisdiction else {}

    async def post(self, fields: Mapping[str, str]) -> Taken:
        """Makes a report. Raises NotSent, Unsure or ReportRefused."""
        form = {**self._always, **fields, "api_key": self._key}
        answer = await self._call("POST", "/requests.xml", data=form)
        for request in answer:
            taken = Taken(_id(request, "service_request_id"), _id(request, "token"))
            if taken.outside_id or taken.token:
                return taken
        raise Unsure("an answer without an id")

    async def id_of(self, token: str) -> str:
        """The id behind a token; empty while there is none. Raises NotSent, Unsure or ReportRefused."""
        answer = await self._call("GET", f"/tokens/{quote(token, safe='')}.xml", params=self._always)
        return next(filter(None, (_id(request, "service_request_id") for request in answer)), "")

    async def stand(self, ids: Sequence[str]) -> tuple[RequestStatus, ...]:
        """How reports stand. Raises NotSent, Unsure or ReportRefused."""
        return await self._list({"service_request_id": ",".join(ids)})

    async def made(self, code: str, since: datetime, until: datetime) -> tuple[RequestStatus, ...]:
        """The reports of a service that were made in a time. Raises NotSent, Unsure or ReportRefused."""
        span = {"start_date": _w3c(since), "end_date": _w3c(until)}
        return await self._list({"service_code": code, **span})

    async def _list(self, query: Mapping[str, str]) -> tuple[RequestStatus, ...]:
        answer = await self._call("GET", "/requests.xml", params={**self._always, **query})
        return tuple(seen for request in answer if (seen := _seen(request)))

    async def _call(self, method: str, path: str, **more: Any) -> Sequence[Any]:
        """The elements of the answer. Raises NotSent, Unsure or ReportRefused."""
        try:
            async with (
                httpx.AsyncClient(timeout=self._timeout, transport=self._transport, trust_env=False) as client,
                client.stream(method, self._url + path, **more) as answer,
            ):
                _require_good(answer)
                content = b"".join([part async for part in _bounded(answer)])
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(type(error).__name__) from None
        except httpx.HTTPError as error:
            raise Unsure(type(error).__name__) from None
        try:
            return tuple(fromstring(content))
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise Unsure(f"unreadable answer: {type(error).__name__}") from None


def _require_good(answer: httpx.Response) -> None:
    status = answer.status_code
    if status in LATER or answer.is_redirect:
        raise NotSent(f"status {status}", seconds_asked(answer.headers.get("retry-after")))
    if status >= 500 or status == httpx.codes.REQUEST_TIMEOUT:
        raise Unsure(f"status {status}")
    if not answer.is_success:
        raise ReportRefused(f"status {status}")


async def _bounded(answer: httpx.Response) -> AsyncIterator[bytes]:
    size = 0
    async for part in answer.aiter_bytes():
        size += len(part)
        if size > LARGEST:
            raise Unsure("an answer that is too large")
        yield part


def _id(request: Any, name: str) -> str:
    text = (request.findtext(name) or "").strip()
    return text if len(text) <= LONGEST_ID else ""


def _seen(request: Any) -> RequestStatus | None:
    outside_id = _id(request, "service_request_id")
    status = (request.findtext("status") or "").strip().lower()
    if not outside_id or status not in ("open", "closed"):
        return None
    return RequestStatus(
        outside_id, status, _moment(request.findtext("updated_datetime")), request.findtext("description") or ""
    )


def _moment(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return at if at.tzinfo else None


def _w3c(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
