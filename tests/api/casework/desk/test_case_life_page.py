"""docs/case-life.md holds the tables that the code makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.casework.life import case_table
from api.conversation import ownership

PAGE = Path(__file__).parents[4] / "docs" / "case-life.md"
TABLES = {"transitions of a case": case_table.as_table, "moves of a conversation": ownership.as_table}


def filled(page: str) -> str:
    """The page with the tables as the code makes them now."""
    for name, table in TABLES.items():
        between = re.compile(f"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        page, found = between.subn(lambda match, made=table: f"{match[1]}{made()}\n{match[2]}", page)
        assert found == 1, name
    return page


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_row_for_each(name: str) -> None:
    rows = TABLES[name]().splitlines()[2:]
    assert len(rows) == len(set(rows)) > 0 and len({row.count("|") for row in rows}) == 1


def test_the_page_says_what_the_code_does() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page), "write filled(page) into docs/case-life.md"
