"""Pages and passages as lines of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.page import Page, PageAction, Passage


def to_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line, keys in order, so that equal records give equal bytes."""
    lines = (json.dumps(record, ensure_ascii=False, sort_keys=True, default=str) for record in records)
    return "".join(f"{line}\n" for line in lines).encode()


def from_lines(content: bytes) -> list[dict[str, Any]]:
    """The objects of `to_lines`."""
    return [json.loads(line) for line in content.decode().split("\n") if line]


def page_to_record(page: Page) -> dict[str, Any]:
    """A page as values that JSON has."""
    return asdict(page)


def page_from_record(record: Mapping[str, Any]) -> Page:
    """The page of `page_to_record`."""
    reviewed_on = record["reviewed_on"]
    return Page(
        id=record["id"],
        service=record["service"],
        title=record["title"],
        summary=record["summary"],
        url=record["url"],
        team=record["team"],
        reviewed_on=date.fromisoformat(reviewed_on) if reviewed_on else None,
        actions=tuple(PageAction(action) for action in record["actions"]),
        synonyms=tuple(record["synonyms"]),
        body=record["body"],
    )


def passage_from_record(record: Mapping[str, Any]) -> Passage:
    """The passage of its `asdict`."""
    return Passage(record["id"], record["page_id"], tuple(record["headings"]), record["text"])
