"""The route class of GeoReport: every error in the standard's own form, in the format that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.kernel.errors import DATABASE_DOWN, ReeveError, as_reeve_error, retry
from api.reports.open311.documents import Format, listing

log = structlog.get_logger(__name__)


class GeneralError(ReeveError):
    """Something of the request is missing or cannot be right. GeoReport has 400 for all of it."""

    status, code = HTTPStatus.BAD_REQUEST, "bad_request"


class UnknownCode(ReeveError):
    """A service_code, jurisdiction_id, token or service_request_id that is not ours."""

    status, code = HTTPStatus.NOT_FOUND, "not_found"


class KeyRefused(ReeveError):
    """The api_key is missing or wrong."""

    status, code = HTTPStatus.FORBIDDEN, "api_key_refused"


class GeoReportRoute(APIRoute):
    """Use as `APIRouter(route_class=GeoReportRoute)`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, with its errors as `errors` documents."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                wrong = {str(each["loc"][-1]): each["msg"] for each in error.errors()}
                said = "; ".join(f"{name}: {what}" for name, what in wrong.items())
                return _error(request, HTTPStatus.BAD_REQUEST, said)
            except (ReeveError, *DATABASE_DOWN) as error:
                known = as_reeve_error(error)
                if known.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    log.error("open311_request_failed", code=known.code, error=type(error).__name__)
                response = _error(request, known.status, known.detail)
                response.headers.update(retry(known.retry_after))
                return response

        return answer


def _error(request: Request, status: int, description: str) -> Response:
    fmt: Format = "json" if request.url.path.endswith(".json") else "xml"
    return listing("errors", [{"code": int(status), "description": description}], fmt, status)
