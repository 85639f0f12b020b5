"""What a run changes: only what changed, and nothing is called gone on thin evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest

from knowledge.importers.collect import ImportRun, collect, diff
from knowledge.importers.guess_service import guess_service
from knowledge.importers.imported import (
    ImportProblem,
    ImportProgress,
    KnownPage,
    Level,
    SourceItem,
    Unchanged,
    imported,
)
from knowledge.pack.services import Service

OLD = imported("same", "Same", "words")
SERVICES = (
    Service("missed-bin", 524, "Missed bin", "waste", "report"),
    Service("bin-days", 524, "Bin days", "waste", "answer"),
    Service("fly-tipping", 587, "Fly-tipping", "streets", "report"),
)


class Source:
    """An importer that says what it is told to."""

    progress = ImportProgress(1, 2)

    def __init__(self, *found: SourceItem | Exception) -> None:
        self.found = found

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        for each in self.found:
            if isinstance(each, Exception):
                raise each
            yield each


def ran(*found: SourceItem) -> ImportRun:
    return collect(Source(*found), {})


def lost(key: str | None = None, cut: bool = False) -> ImportProblem:
    return ImportProblem(Level.ERROR, "here", "It failed.", key, cut)


def test_new_changed_unchanged_and_gone_pages_are_told_apart() -> None:
    known = {name: KnownPage("x") for name in ("changed", "still", "gone", "unread")} | {
        "same": KnownPage(OLD.digest, "e1")
    }
    fresh = imported("same", "Same", "words", etag="e2")
    run = ran(imported("new", "New", "n"), imported("changed", "C", "c"), fresh, Unchanged("still"), lost("unread"))
    changes = diff(known, run)
    assert [page.key for page in changes.new] == ["new"]
    assert [page.key for page in changes.changed] == ["changed"]
    assert changes.unchanged == ("still", "same")
    assert (changes.gone, changes.missing) == (("gone",), ("unread",))
    assert changes.known.keys() == {"new", "changed", "still", "same", "unread"}
    assert changes.known["same"] == KnownPage(OLD.digest, "e2")


def test_a_run_that_was_cut_short_retires_nothing() -> None:
    changes = diff(
        {"a": KnownPage("x"), "b": KnownPage("y"), "c": KnownPage("z")},
        ran(Unchanged("a"), Unchanged("b"), lost(cut=True)),
    )
    assert (changes.gone, changes.missing) == ((), ("c",))
    assert "could not be read to its end" in changes.why_kept


@pytest.mark.parametrize(
    ("known", "still", "gone"), [(10, 5, 5), (10, 4, 0), (1, 0, 0), (2, 1, 1), (3, 1, 0), (0, 0, 0)]
)
def test_more_than_half_of_the_pages_never_vanish_at_once(known: int, still: int, gone: int) -> None:
    pages = {str(number): KnownPage("x") for number in range(known)}
    changes = diff(pages, ran(*(Unchanged(str(number)) for number in range(still))))
    assert len(changes.gone) == gone
    assert ("more than half" in changes.why_kept) == (known > still and gone == 0)


def test_a_page_that_comes_twice_counts_once() -> None:
    run = ran(OLD, imported("same", "Other", "words"))
    assert run.pages == (OLD,)
    assert "came twice" in run.report.lines[0].message


def test_a_defect_gives_no_run_at_all() -> None:
    with pytest.raises(RuntimeError):
        collect(Source(OLD, RuntimeError("defect")), {})


def test_progress_is_told_and_can_stop_the_run() -> None:
    heard: list[ImportProgress] = []
    collect(Source(OLD), {}, heard.append)
    assert heard == [ImportProgress(1, 2)]

    def stop(progress: ImportProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect(Source(OLD), {}, stop)


def test_the_digest_is_of_what_is_read_and_not_of_dates() -> None:
    assert imported("k", "T", "b", etag="1").digest == imported("k", "T", "b", etag="2").digest
    digests = {imported("k", *words).digest for words in (("T", "b"), ("Tb", ""), ("T", "c"), ("U", "b"))}
    assert len(digests) == 4


def test_a_line_cannot_command_a_terminal() -> None:
    assert "\x1b" not in str(ImportProblem(Level.NOTE, "a\x1b[2Jb", "c\nd"))


@pytest.mark.parametrize(
    ("service", "lgsl", "ranked", "slug", "confidence"),
    [("fly-tipping", 524, [], "fly-tipping", 1.0), (None, 587, [], "fly-tipping", 0.95),
     (None, 524, [("fly-tipping", 0.9), ("bin-days", 0.5)], "bin-days", 0.7), (None, 524, [], "missed-bin", 0.7),
     ("unknown", None, [("missed-bin", 0.8), ("bin-days", 0.6)], "missed-bin", 0.8),
     (None, 9999, [("missed-bin", 0.8), ("bin-days", 0.8)], "missed-bin", 0.4), (None, None, [], None, 0.0)],
)  # fmt: skip
def test_a_service_is_guessed_by_what_the_page_says_then_by_search(
    service: str | None, lgsl: int | None, ranked: Sequence[tuple[str, float]], slug: str | None, confidence: float
) -> None:
    page = imported("k", "Missed bin", "words", service=service, lgsl=lgsl)
    guess = guess_service(page, SERVICES, lambda query: ranked)
    assert (guess.service, guess.confidence) == (slug, confidence)
    assert guess.why.endswith(".")
