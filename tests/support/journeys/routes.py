"""Every route of the application, those of included routers too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

if TYPE_CHECKING:
    from tests.conftest import Site

LAST = "POST /staff/sign-out"  # ends the session


def routes(site: Site) -> list[tuple[str, str, APIRoute]]:
    """Method, path and route of everything that the application answers, whatever ends a session last."""
    from api.app import create_app

    found = list(every(create_app(site.parts).routes))
    return sorted(found, key=lambda each: (f"{each[0]} {each[1]}" == LAST, each[1], each[0]))


def every(known: Any, prefix: str = "") -> Iterator[tuple[str, str, APIRoute]]:
    """The routes of an application, those of included routers too."""
    for route in known:
        if isinstance(route, APIRoute):
            yield from ((method, prefix + route.path, route) for method in route.methods)
        elif inner := getattr(getattr(route, "original_router", None), "routes", None):
            yield from every(inner, prefix + getattr(getattr(route, "include_context", None), "prefix", ""))
