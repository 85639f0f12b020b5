"""JSON from a server that may send anything in any place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.importers.decode import decode
from knowledge.importers.fetch import AllowedContent, Fetcher, FetchFailed

LARGEST = 10_000_000  # bytes
_TYPES = ("application/json", "application/vnd.api+json", "text/json")


def get_json(fetcher: Fetcher, url: str) -> dict[str, Any]:
    """The JSON object at an address; a bare list comes as `{"contents": list}`. Raises FetchFailed."""
    fetched = fetcher.get(url, AllowedContent(_TYPES, LARGEST))
    try:
        value = json.loads(decode(fetched.content if fetched else b"", "utf-8"))
    except (ValueError, RecursionError):
        raise FetchFailed("The answer is not well-formed JSON.") from None
    if isinstance(value, list):
        return {"contents": value}
    if not isinstance(value, dict):
        raise FetchFailed("The answer is JSON, but not of the kind that was expected.")
    return value


def text(values: Mapping[str, Any], *names: str) -> str:
    """The first of the fields that holds text or a number; "" if none does."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip().encode("utf-8", "replace").decode()  # JSON can hold half a sign
    return ""


def inside(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The object within an object by its path of names; empty if it is not there."""
    for name in names:
        inner = values.get(name)
        values = inner if isinstance(inner, dict) else {}
    return dict(values)


def each(values: Mapping[str, Any], *names: str) -> Iterator[dict[str, Any]]:
    """The objects of the first of the fields that is a list; the one object of a field that is no list."""
    for name in names:
        value = values.get(name)
        if isinstance(value, list | dict) and value:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict))
            return
