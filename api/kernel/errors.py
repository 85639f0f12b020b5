"""One error shape for everything: RFC 9457 problem details, in plain English, with nothing of the request in it."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Any, Literal, Protocol

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.kernel.parts import parts_of
from api.kernel.wording import say

log = structlog.get_logger(__name__)

Limit = Literal["messages", "chats", "lookups", "tokens", "copies", "sign_ins"]


class RendersPages(Protocol):
    """Renders a template of the site as a response: what shows an error to a person."""

    def render(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """The page, escaped, with this HTTP status."""


class Problem(BaseModel):
    """What every error looks like: `application/problem+json`."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What happened and what to do, in plain English.")
    code: str = Field(description="A stable name for programs.", examples=["conversation_not_found"])


class ReeveError(Exception):
    """An error that a person can do something about."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    code = "error"
    detail = say("errors.error")
    retry_after: int | None = None  # seconds

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(self.code)
        self.detail = detail or self.detail


class NotFound(ReeveError):
    """Nothing is there, or it is not yours to see: the two look the same from outside."""

    status, code = HTTPStatus.NOT_FOUND, "not_found"
    detail = say("errors.not_found")


class NotAllowed(ReeveError):
    """Signed in, but without the permission."""

    status, code = HTTPStatus.FORBIDDEN, "not_allowed"
    detail = say("errors.not_allowed")


class Conflict(ReeveError):
    """The request does not fit what has happened meanwhile."""

    status, code = HTTPStatus.CONFLICT, "conflict"
    detail = say("errors.conflict")


class Gone(ReeveError):
    """What was asked for was there, and has ended."""

    status, code = HTTPStatus.GONE, "gone"
    detail = say("errors.gone")


class BadRequest(ReeveError):
    """The request cannot be understood."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_request"
    detail = say("errors.invalid_request")


class TooLarge(ReeveError):
    """The request is larger than is accepted."""

    status, code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large"
    detail = say("errors.too_large")


class TooMany(ReeveError):
    """More in a short time than is let through. `what` there was too much of is a key of the section `limits`."""

    status, code = HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests"

    def __init__(self, seconds: float, what: Limit = "messages") -> None:
        self.retry_after = max(1, math.ceil(seconds))
        super().__init__(say("errors.too_many_requests", what=say(f"limits.{what}"), count=self.retry_after))


class Unavailable(ReeveError):
    """Something behind us is down; trying again may work."""

    retry_after = 5

    status, code = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable"
    detail = say("errors.unavailable")


DATABASE_DOWN = (OperationalError, InterfaceError, PoolTimeout, ConnectionError)


def problem(status: int, code: str, detail: str, retry_after: int | None = None) -> JSONResponse:
    """An error as a response in `application/problem+json`."""
    body = Problem(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, code=code)
    return JSONResponse(body.model_dump(), status, retry(retry_after), media_type="application/problem+json")


def as_reeve_error(error: Exception) -> ReeveError:
    """The error that a person is told of, for anything that can go wrong."""
    if isinstance(error, ReeveError):
        return error
    if isinstance(error, DATABASE_DOWN) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return Unavailable()
    return ReeveError()


def install(app: FastAPI) -> None:
    """Makes every error of `app` a Problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind in (ReeveError, *DATABASE_DOWN, DBAPIError, Exception):
        app.add_exception_handler(kind, _any)


async def _any(request: Request, error: Exception) -> Response:
    known = as_reeve_error(error)
    if known.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", path=_route(request), code=known.code, error=type(error).__name__)
    return _answer(request, known.status, known.code, known.detail, known.retry_after)


def _answer(request: Request, status: int, code: str, detail: str, retry_after: int | None = None) -> Response:
    """A page for people, problem details for programs."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problem(status, code, detail, retry_after)
    page: Response = parts_of(request)[RendersPages].render(request, "error.html", status, error=detail)
    page.headers.update(retry(retry_after))
    return page


def retry(seconds: int | None) -> dict[str, str]:
    """The header that says when to try again."""
    return {"Retry-After": str(seconds)} if seconds else {}


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.BAD_REQUEST:  # FastAPI's word for a body that it could not parse
        return _answer(request, BadRequest.status, BadRequest.code, BadRequest.detail)
    known: type[ReeveError] = NotFound if error.status_code == HTTPStatus.NOT_FOUND else ReeveError
    detail = (
        known.detail if error.status_code >= 500 or known is NotFound else HTTPStatus(error.status_code).description
    )
    code = known.code if known is NotFound else HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    response = _answer(request, error.status_code, code, detail or known.detail)
    response.headers.update(error.headers or {})  # Allow, for a wrong method
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return _answer(request, BadRequest.status, BadRequest.code, _explain(error.errors()))


def _explain(errors: Any) -> str:
    """Which fields are wrong and why, without repeating what was sent."""
    seen = [f"{'.'.join(str(part) for part in each['loc'][1:]) or 'body'}: {each['msg']}" for each in errors]
    return say("errors.invalid_fields", fields="; ".join(seen[:5]))


def _route(request: Request) -> str:
    """The route's pattern, never the address itself: addresses hold identifiers."""
    return str(getattr(request.scope.get("route"), "path", "unknown"))


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How a route tells OpenAPI of its errors."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def describe(app: FastAPI) -> None:
    """Puts Problem into the OpenAPI document, which by itself knows only the models of good answers."""
    make = app.openapi

    def with_problem() -> dict[str, Any]:
        document = make()
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        return document

    app.openapi = with_problem  # type: ignore[method-assign]
