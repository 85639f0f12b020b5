"""Lists by the page: one row more than is shown tells whether there is another page."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import GenerativeSelect

Query = TypeVar("Query", bound=GenerativeSelect)


def one_page(query: Query, number: int, size: int) -> Query:
    """The query for one page of `size` rows, counted from 1, and for one row more where there is another page."""
    return query.offset((number - 1) * size).limit(size + 1)
