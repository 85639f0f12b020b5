"""`reeve evaluate retrieval`: how often the search ranks a right page first, or among three, as JSON and a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.assistant import Progress, make_council, make_encoder, make_live_pages
from api.measuring.golden_sets import queries
from api.measuring.pages.figures import Figure
from api.measuring.pages.report_page import write_page
from api.measuring.pages.triage_figures import bars
from api.settings import Settings
from bot.training.evaluate import Row, Share
from knowledge.search.search import Searcher

INTRO = (
    "Golden queries, by where they come from. `queries` name a service, and any page of it is right; `new_pages` name "
    "the one page that is right. The line through each dot holds the true share 95 times in 100 (Wilson)."
)
TITLES = {"hit_at_1": "A right page is first", "hit_at_3": "A right page is among three"}


def retrieval_page(settings: Settings, say: Progress) -> dict[str, Any]:
    """The report, and a page of it in the folder `reports` of the data directory."""
    searcher = make_live_pages(settings, make_council(settings), make_encoder(settings)).edition.searcher
    say("Measuring the search on the golden queries")
    report = retrieval_report(searcher)
    figures = [Figure(title, bars({name: each[key] for name, each in report.items()})) for key, title in TITLES.items()]
    page = settings.data_dir / "reports" / "retrieval.html"
    write_page(page, "How well the search finds the page", INTRO, figures)
    say(f"The page is {page}")
    return report


def retrieval_report(searcher: Searcher) -> dict[str, Any]:
    """The search alone on each golden file, and on all of them."""
    places = {file.stem: [place(searcher, row) for row in rows] for file, rows in queries().items()}
    everything = [each for found in places.values() for each in found]
    return {"all": hits(everything), **{name: hits(found) for name, found in places.items()}}


def place(searcher: Searcher, row: Row) -> int:
    """The place of the first right page, from 1; 0 if none is among the first ten."""
    for at, hit in enumerate(searcher.search(row["query"], k=10).ranked[:10], start=1):
        if hit.page.id == row["page"] if "page" in row else hit.page.service == row["service"]:
            return at
    return 0


def hits(places: Iterable[int]) -> dict[str, Any]:
    """The shares that are first, and among the first three."""
    known = list(places)
    return {
        "hit_at_1": Share.of(at == 1 for at in known).as_dict(),
        "hit_at_3": Share.of(0 < at <= 3 for at in known).as_dict(),
    }
