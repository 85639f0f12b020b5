"""The search on residents' own questions."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.measuring.evaluate import GOLDEN, read_rows
from knowledge.search.search import Searcher
from tests.support.golden_figures.figure import Figure

FILE = GOLDEN / "figures.json"


def search_figures(searcher: Searcher) -> Iterator[Figure]:
    """The right service first or among three, and near enough; of second pages, service and page among three."""
    asked = read_rows(GOLDEN / "queries.jsonl")
    searcher.encoder.encode([row["query"] for row in asked])  # in one go, which is faster
    found = [searcher.search(row["query"]) for row in asked]
    services = [[hit.page.service for hit in each.ranked] for each in found]
    for name, most in (("first", 1), ("among_three", 3)):
        right = [row["service"] in ranked[:most] for row, ranked in zip(asked, services, strict=True)]
        yield Figure.of(f"search.service_{name}", right)
    yield Figure.of("search.accepted", [bool(each.accepted) for each in found])
    for file in sorted(GOLDEN.glob("new_pages_*.jsonl")):
        rows = read_rows(file)
        searcher.encoder.encode([row["query"] for row in rows])
        hits = [searcher.search(row["query"]).ranked[:3] for row in rows]
        pairs = list(zip(rows, hits, strict=True))
        its_service = [row["service"] in [hit.page.service for hit in ranked] for row, ranked in pairs]
        yield Figure.of(f"search.{file.stem}.service_among_three", its_service)
        its_page = [row["page"] in [hit.page.id for hit in ranked] for row, ranked in pairs]
        yield Figure.of(f"search.{file.stem}.page_among_three", its_page)
