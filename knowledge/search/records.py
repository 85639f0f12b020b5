"""Pages and passages as lines of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar, overload

import numpy as np

from knowledge.pack.page import Page, PageAction, Passage
from knowledge.search.index_generations import Content

Made = TypeVar("Made")


def to_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line, keys in order, so that equal records give equal bytes."""
    lines = (json.dumps(record, ensure_ascii=False, sort_keys=True, default=str) for record in records)
    return "".join(f"{line}\n" for line in lines).encode()


def from_lines(content: Content) -> list[dict[str, Any]]:
    """The objects in JSON lines that `to_lines` wrote."""
    return [json.loads(line) for line in str(content, "utf-8").split("\n") if line]


class Records(Sequence[Made]):
    """The objects of `to_lines`, each made when it is asked for: thousands of pages need not lie in memory twice."""

    def __init__(self, content: Content, make: Callable[[Mapping[str, Any]], Made]) -> None:
        self._content, self._make = content, make
        ends = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n"))
        self._starts = np.concatenate([[0], ends + 1])

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> Made: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Made, ...]: ...
    def __getitem__(self, at: int | slice) -> Made | tuple[Made, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(len(self))))
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        start, end = self._starts[at % len(self)], self._starts[at % len(self) + 1]
        return self._make(json.loads(bytes(self._content[start:end])))


def records(content: Content, make: Callable[[Mapping[str, Any]], Made]) -> Sequence[Made]:
    """The objects of `to_lines`: all made now, or each when it is asked for if `content` is a view of a large file."""
    if isinstance(content, memoryview):
        return Records(content, make)
    return tuple(make(record) for record in from_lines(content))


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
        questions=tuple(record.get("questions", ())),
    )


def passage_from_record(record: Mapping[str, Any]) -> Passage:
    """The passage of its `asdict`."""
    return Passage(record["id"], record["page_id"], tuple(record["headings"]), record["text"])
