"""The route class of staff pages: errors become pages, and browsers keep nothing."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.kernel.errors import DATABASE_DOWN, BadRequest, ReeveError, as_reeve_error, retry
from api.kernel.form_problems import CodeNeeded, PasswordChangeNeeded, SetUpNeeded, SignInNeeded
from api.web import staff_pages as pages

log = structlog.get_logger(__name__)
SHOWN = (ReeveError, RequestValidationError, *DATABASE_DOWN)


class StaffRoute(APIRoute):
    """Use as `APIRouter(route_class=StaffRoute)` for everything under /staff."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's own handler, with its errors shown to a person."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                response = await handle(request)
            except SHOWN as error:
                response = _shown(request, error)
            finally:
                await request.close()  # the files of a form
            response.headers["Cache-Control"] = "no-store"
            return response

        return answer


def _shown(request: Request, error: Exception) -> Response:
    match error:
        case SignInNeeded(target=target):
            return pages.to_sign_in(target)
        case PasswordChangeNeeded():
            return pages.go("/staff/password")
        case CodeNeeded():
            return pages.go("/staff/code")
        case SetUpNeeded():
            return pages.go("/staff/second-factor")
        case RequestValidationError():
            known: ReeveError = BadRequest()
        case _:
            known = as_reeve_error(error)
    if known.status >= 500:
        log.error("staff_request_failed", code=known.code, error=type(error).__name__)
    page = pages.show(request, "staff/problem.html", known.status, error=known.detail, code=known.code)
    page.headers.update(retry(known.retry_after))
    return page
