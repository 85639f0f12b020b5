"""The parts of a running application, found by their type: the one way for a route to get its service.

`api/wiring.py` fills them in. A route asks for what it needs, and never for the application as a whole:

    Cases = Annotated[CaseService, part(CaseService)]

    @router.get("/cases")
    async def listing(cases: Cases) -> Response: ...

A feature that needs something of another feature declares a Protocol and asks for that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from fastapi import Depends
from starlette.requests import HTTPConnection

PartsByType = Mapping[Any, Any]  # a class or a Protocol, and the one object of it; None for a part that is switched off


def parts_of(request: HTTPConnection) -> PartsByType:
    """The parts of the application that serves this request."""
    found: PartsByType = request.app.state.parts
    return found


def part(kind: Any) -> Any:
    """A FastAPI dependency on the part that was provided under this class or Protocol. KeyError if there is none."""
    return Depends(_finder(kind))


@cache
def _finder(kind: Any) -> Callable[[HTTPConnection], Any]:
    def find(request: HTTPConnection) -> Any:
        return parts_of(request)[kind]

    return find
