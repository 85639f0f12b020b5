"""One careful way to call an outside service that speaks JSON: bounded in time and size, faults sorted."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx

from api.kernel.outside_faults import Later, Refused
from api.kernel.retries.backoff import seconds_asked

LARGEST = 4 * 1024 * 1024  # bytes of an answer


@dataclass(frozen=True)
class ServiceClient:
    """Calls one service. `headers` carry its key and are never shown."""

    base: str
    timeout: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    proxy: str | None = None

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The JSON object at `path`. Raises Later or Refused."""
        return await self._call("GET", path, params=params)

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What the service answers to `body`. Raises Later, doubtful where it may have been done, or Refused."""
        return await self._call("POST", path, body=body, headers=headers)

    async def _call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        changes = method != "GET"
        try:
            async with asyncio.timeout(self.timeout), self._client() as client:
                sent = {**self.headers, **(headers or {})}
                url = self.base.rstrip("/") + path
                async with client.stream(method, url, params=params, json=body, headers=sent) as answer:
                    return _read(answer, await _content(answer, changes), changes)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError):
            raise Later("unreachable") from None
        except (TimeoutError, httpx.TimeoutException):
            raise Later("time_out", doubtful=changes) from None
        except httpx.HTTPError:
            raise Later("broken_off", doubtful=changes) from None

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            timeout=self.timeout, verify=_certificates(), trust_env=False, proxy=self.proxy, follow_redirects=False
        )


@cache
def _certificates() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than most calls."""
    return httpx.create_ssl_context(trust_env=False)


async def _content(answer: httpx.Response, changes: bool) -> bytes:
    content = b""
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > LARGEST:
            raise Later("answer_too_large", doubtful=changes)
    return content


def _read(answer: httpx.Response, content: bytes, changes: bool) -> dict[str, Any]:
    """The object in a good answer. Raises what a bad one means."""
    status = answer.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Later("too_many_requests", seconds_asked(answer.headers.get("retry-after")))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        wait = seconds_asked(answer.headers.get("retry-after"))
        raise Later(f"status_{status}", wait, doubtful=changes)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise Later(f"key_refused_{status}")  # whoever mends the setting finds everything still waiting
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        raise Refused(_code(content) or f"status_{status}")
    if status == HTTPStatus.NO_CONTENT:
        return {}
    found = _object(content)
    if found is None:
        raise Later("unreadable_answer", doubtful=changes)
    return found


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _code(content: bytes) -> str:
    """The service's own code for a refusal, such as P0191, where it is one."""
    code = (_object(content) or {}).get("code")
    return code if isinstance(code, str) and code.isalnum() and len(code) <= 12 else ""
