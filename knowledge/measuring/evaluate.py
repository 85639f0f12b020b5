"""Measures search on pages and queries whose right pages are known: `python -m knowledge.measuring.evaluate FOLDER`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scipy.stats import binomtest, norm, sem

from knowledge.pack.load import pages_from_rows
from knowledge.pack.page import Page
from knowledge.search.encoder import Encoder
from knowledge.search.index import build_index
from knowledge.search.search import Searcher
from knowledge.search.search_settings import SearchSettings

GOLDEN = Path(__file__).with_name("golden")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of the queries, with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How often the right page is first or in the first three, and the mean of 1/rank (0 after the tenth)."""

    pages: int
    queries: int
    hit_at_1: Figure
    hit_at_3: Figure
    mrr: Figure


def evaluate(
    pages: Sequence[Page],
    queries: Iterable[Mapping[str, Any]],
    encoder: Encoder | None = None,
    settings: SearchSettings | None = None,
) -> Evaluation:
    """Figures for `{"query", "relevant": [page ids]}`: the best-ranked relevant page counts."""
    encoder = encoder or Encoder()
    asked = list(queries)
    encoder.encode([query["query"] for query in asked])
    with tempfile.TemporaryDirectory() as folder:
        searcher = Searcher(build_index(pages, encoder, Path(folder)), encoder, settings)
    ranks = [_rank(searcher, query["query"], set(query["relevant"])) for query in asked]
    return Evaluation(
        pages=len(pages),
        queries=len(asked),
        hit_at_1=_share([rank == 1 for rank in ranks]),
        hit_at_3=_share([0 < rank <= 3 for rank in ranks]),
        mrr=_mean([1 / rank if rank else 0.0 for rank in ranks]),
    )


def _rank(searcher: Searcher, query: str, relevant: set[str]) -> int:
    """The place of the best relevant page, from 1; 0 if none is among the first ten."""
    for place, hit in enumerate(searcher.search(query, k=10).ranked, start=1):
        if hit.page.id in relevant:
            return place
    return 0


def _share(right: Sequence[bool]) -> Figure:
    """A share and its 95% Wilson score interval (E. B. Wilson, 1927)."""
    if not right:
        return Figure(0.0, 0.0, 1.0)
    counted = binomtest(sum(right), len(right), sum(right) / len(right))
    interval = counted.proportion_ci(method="wilson")
    return Figure(round(counted.proportion_estimate, 4), round(interval.low, 4), round(interval.high, 4))


def _mean(values: Sequence[float]) -> Figure:
    """A mean and its interval by the normal approximation, kept within 0 and 1."""
    count = len(values)
    if count < 2:
        return Figure(values[0] if values else 0.0, 0.0, 1.0)
    mean = sum(values) / count
    reach = norm.ppf(0.975) * float(sem(values))
    return Figure(round(mean, 4), round(max(0.0, mean - reach), 4), round(min(1.0, mean + reach), 4))


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def evaluate_folder(folder: Path, encoder: Encoder) -> dict[str, Any]:
    """The figures of each `NAME_pages.jsonl` with its `NAME_queries.jsonl`, by name."""
    report = {}
    for file in sorted(folder.glob("*_pages.jsonl")):
        name = file.name.removesuffix("_pages.jsonl")
        queries = read_rows(file.with_name(f"{name}_queries.jsonl"))
        report[name] = asdict(evaluate(pages_from_rows(read_rows(file)), queries, encoder))
    return report


def main(arguments: Sequence[str]) -> int:
    """Evaluate each `NAME_pages.jsonl` of a folder with its `NAME_queries.jsonl`; print JSON."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        usage = "usage: python -m knowledge.measuring.evaluate FOLDER (with NAME_pages.jsonl and NAME_queries.jsonl)"
        sys.stderr.write(usage + "\n")
        return 2
    sys.stdout.write(json.dumps(evaluate_folder(Path(arguments[0]), Encoder()), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
