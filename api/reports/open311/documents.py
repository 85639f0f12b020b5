"""GeoReport v2 documents, as XML or JSON: the same values, each format with its own frame."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import Response
from lxml import etree

Format = Literal["xml", "json"]
Value = Any  # str, int, float, bool, None, or mappings and lists of them
TYPES: Mapping[Format, str] = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ITEMS = {"services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute"} | {
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}


def listing(name: str, items: Sequence[Mapping[str, Value]], fmt: Format, status: int = 200) -> Response:
    """A list: an array in JSON; in XML an element `name` with one element for each."""
    content = _json(items) if fmt == "json" else _xml(name, items)
    return Response(content, status, media_type=TYPES[fmt])


def document(name: str, value: Mapping[str, Value], fmt: Format) -> Response:
    """One object as a document: in XML an element `name`."""
    return Response(_json(value) if fmt == "json" else _xml(name, value), media_type=TYPES[fmt])


def moment(at: datetime | None) -> str | None:
    """A time as W3C writes it: 2026-11-22T10:15:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _json(value: Value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _xml(name: str, value: Value) -> bytes:
    content: bytes = etree.tostring(_element(name, value), xml_declaration=True, encoding="utf-8")
    return content


def _element(name: str, value: Value) -> Any:
    element = etree.Element(name)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            element.append(_element(key, inner))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            element.append(_element(ITEMS[name], inner))
    elif value is not None:
        element.text = _NOT_XML.sub("", str(value).lower() if isinstance(value, bool) else str(value))
    return element
