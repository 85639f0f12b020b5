"""Measures the search on ever more pages: `reeve bench search`, or `python -m knowledge.measuring.bench [N ...]`.

Each size is built in one process and searched in another, so that the memory of each can be told.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.measuring.evaluate import read_rows
from knowledge.measuring.lookalikes import Lookalikes, Model
from knowledge.pack.load import load_pack
from knowledge.pack.page import Page, Passage
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index import build_index, load_index, write_index
from knowledge.search.measures import reach
from knowledge.search.nearest import Nearest, VectorLayout, layout_for
from knowledge.search.search import Searcher

SIZES = (1_000, 10_000, 100_000, 1_000_000)
K = 10
RANKED = 100  # queries whose whole ranking is compared with an exact one
REPEATS = 3
CHANGED_UP_TO = 100_000  # passages: with more, the cost of one changed page is not measured
PACK = Path(__file__).resolve().parents[1] / "councils" / "northbridge"
QUERIES = Path(__file__).with_name("golden") / "queries.jsonl"
DATA = (
    "Made, not written: pages of nine passages and one synonym, each like a real page of the Northbridge pack. A "
    "vector is a real one of that page plus noise along the covariance of the real ones. Words are half that page's "
    "own, half any of the pack's, the n-th most frequent 1/n as often. Queries and their vectors are real. All seeded."
)

Progress = Callable[[str], None]
Report = dict[str, Any]


def bench(encoder: Encoder, say: Progress, sizes: Sequence[int] = SIZES) -> Report:
    """Build time, load time, memory, query times (without encoding) and recall at each number of passages."""
    with tempfile.TemporaryDirectory(prefix="reeve-bench-") as scratch:
        say("Encoding the pack and the queries")
        index = build_index(load_pack(PACK).pages, encoder, Path(scratch) / "pack")
        queries = [row["query"] for row in read_rows(QUERIES)]
        base = Path(scratch) / "base.pickle"
        base.write_bytes(pickle.dumps((Model.of(index), queries, encoder.encode(queries))))
        report = {}
        for size in sizes:
            folder = Path(scratch) / str(size)
            say(f"Building and searching {size} passages")
            found = _child("build", base, folder, size) | _child("search", base, folder, size)
            say(f"A whole search takes {found['whole_ms']['p95']} ms or less in 95 of 100 cases")
            report[str(size)] = found
            shutil.rmtree(folder)
    return {"data": DATA, "queries": len(queries), "passages": report}


def _child(step: str, base: Path, folder: Path, size: int) -> Report:
    command = [sys.executable, "-m", "knowledge.measuring.bench", step, str(base), str(folder), str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return dict(json.loads(done.stdout))


def build(base: Path, folder: Path, size: int) -> Report:
    """Builds an index in `folder`, and beside it writes what an exact search finds."""
    model, queries, vectors = _read(base)
    made = Lookalikes(model)
    pages, passages = made.pages(size)
    started = time.perf_counter()
    index = write_index(pages, passages, made, folder)
    report: Report = {
        "vectors": len(index.vectors),
        "kind": _name(layout_for(len(index.vectors))),
        "build_seconds": round(time.perf_counter() - started - made.seconds, 2),
        "build_peak_mb": _memory("VmHWM"),
        "disk_mb": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) >> 20,
    }
    flat = replace(index, vectors=Nearest.of(index.vectors.vectors(), VectorLayout()))
    exact = Searcher(flat, made)
    nearest = [flat.vectors.nearest(vector, K)[0].tolist() for vector in vectors]
    ranked = [_ids(exact, vector, query) for vector, query in zip(vectors[:RANKED], queries[:RANKED], strict=True)]
    folder.with_suffix(".truth").write_bytes(pickle.dumps((nearest, ranked)))
    if size <= CHANGED_UP_TO:
        report["one_page_changed"] = _change_one(pages, passages, made, folder)
    return report


def _change_one(pages: Sequence[Page], passages: Sequence[Passage], made: Lookalikes, folder: Path) -> Report:
    """Builds an index in which one passage differs, and then the one before again."""
    before, made.encoded, made.seconds, started = made.encoded, 0, 0.0, time.perf_counter()
    write_index(pages, [replace(passages[0], text="Changed."), *passages[1:]], made, folder)
    seconds = round(time.perf_counter() - started - made.seconds, 2)
    encoded = f"{made.encoded} of {before}"
    write_index(pages, passages, made, folder)
    return {"encoded": encoded, "seconds": seconds}


def search(base: Path, folder: Path, _size: int) -> Report:
    """Loads the index in `folder` and searches it."""
    model, queries, vectors = _read(base)
    nearest, ranked = _read(folder.with_suffix(".truth"))
    encoder = Lookalikes(model)
    before, started = _memory("RssAnon"), time.perf_counter()
    index = load_index(folder)
    searcher = Searcher(index, encoder)
    report: Report = {"load_seconds": round(time.perf_counter() - started, 2)}
    started = time.perf_counter()
    searcher.rank(vectors[0], queries[0], K)
    report["first_search_ms"] = _milliseconds(started)
    lexicon = index.lexicon
    exact, near = index.vectors.exact, reach(len(index.vectors)).near
    legs: Mapping[str, Callable[[Vectors, str], object]] = {
        "vectors_ms": lambda vector, _: index.cosines(vector) if exact else index.vectors.nearest(vector, near),
        "letters_ms": lambda _, query: lexicon.score_roughly(lexicon.ask(query)),
        "whole_ms": lambda vector, query: searcher.rank(vector, query, K),
    }
    for name, leg in legs.items():
        report[name] = _spread([_timed(leg, vector, query) for vector, query in _asked(vectors, queries)])
    found = [index.vectors.nearest(vector, K)[0].tolist() for vector in vectors]
    report["vectors_recall_at_10"] = _recall(nearest, found)
    asked = zip(vectors[:RANKED], queries[:RANKED], strict=True)
    report["whole_recall_at_10"] = _recall(ranked, [_ids(searcher, vector, query) for vector, query in asked])
    report["memory_mb"] = {"own": _memory("RssAnon") - before, "mapped": _memory("RssFile")}
    return report


def _asked(vectors: Vectors, queries: Sequence[str]) -> list[tuple[Vectors, str]]:
    """Each query with its vector, as often as it is measured."""
    return [pair for _ in range(REPEATS) for pair in zip(vectors, queries, strict=True)]


def _timed(leg: Callable[[Vectors, str], object], vector: Vectors, query: str) -> float:
    started = time.perf_counter()
    leg(vector, query)
    return _milliseconds(started)


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)


def _spread(values: Sequence[float]) -> dict[str, float]:
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def _ids(searcher: Searcher, vector: Vectors, query: str) -> list[str]:
    return [hit.page.id for hit in searcher.rank(vector, query, K).ranked]


def _recall(right: Sequence[Sequence[Any]], found: Sequence[Sequence[Any]]) -> float:
    """The share of the exact best that was found."""
    shares = [len(set(a) & set(b)) / len(a) for a, b in zip(right, found, strict=True)]
    return round(float(np.mean(shares)), 4)


def _name(kind: VectorLayout) -> str:
    return f"{kind.lists} lists, {kind.probes} looked into" if kind.lists else "flat"


def _memory(field: str) -> int:
    """Megabytes of this process, as Linux counts them."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) // 1024
    return 0


def _read(file: Path) -> Any:
    return pickle.loads(file.read_bytes())  # noqa: S301 - written by this command a moment ago


def main(arguments: Sequence[str]) -> int:
    """Print the report of `bench`, or of one step of it, as JSON."""
    steps = {"build": build, "search": search}
    if arguments and arguments[0] in steps:
        base, folder, size = arguments[1:]
        report = steps[arguments[0]](Path(base), Path(folder), int(size))
    else:
        sizes = [int(each) for each in arguments] or SIZES
        report = bench(Encoder(), lambda line: print(f"  {line}", file=sys.stderr), sizes)  # noqa: T201
        report["cores"] = os.cpu_count()
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
