"""Second pages of a service: they must answer their own question, and not stand in another page's way.

How often they do is a figure of tests/knowledge/test_northbridge.py.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.measuring.evaluate import GOLDEN
from knowledge.pack.load import CouncilPack

FILES = sorted(GOLDEN.glob("new_pages_*.jsonl"))


def golden(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_row_names_a_second_page_and_its_service(northbridge: CouncilPack, file: Path) -> None:
    services = {page.id: page.service for page in northbridge.pages if page.id != page.service}
    assert [row for row in golden(file) if services.get(row["page"]) != row["service"]] == []
    assert set(Counter(row["page"] for row in golden(file)).values()) == {2}
    assert len({row["query"].lower() for row in golden(file)}) == len(golden(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_question_borrows_a_name_that_the_page_has(northbridge: CouncilPack, file: Path) -> None:
    names = {page.id: page.synonyms for page in northbridge.pages}
    borrowed = [row for row in golden(file) if any(name in row["query"].lower() for name in names[row["page"]])]
    assert borrowed == []


def test_no_second_page_has_a_name_of_another_page(northbridge: CouncilPack) -> None:
    owners = Counter(name for page in northbridge.pages for name in page.synonyms)
    second = [page for page in northbridge.pages if page.id != page.service]
    assert [(page.id, name) for page in second for name in page.synonyms if owners[name] > 1] == []
