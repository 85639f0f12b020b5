"""Several processes over one database, and one that dies."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.pages.publication import replica as replica_module
from knowledge.search.index import load_index
from tests.support.pages.newsroom import ALEX, BLAKE, Newsroom, source

PROMISED_SECONDS = 2.0


async def until(seconds: float, condition: object) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():  # type: ignore[operator]
            return True
        await asyncio.sleep(0.02)
    return False


async def test_another_process_shows_a_new_page_within_two_seconds(
    newsroom: Newsroom, empty_database: str, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.pages.following",
        empty_database,
        tmp_path / "elsewhere",
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        first = await asyncio.wait_for(process.stdout.readline(), 60)
        assert first.decode().strip() == "We look after bins within 2 working days."
        await asyncio.sleep(0.5)
        number = await newsroom.edited(ALEX, "bins", 1, body="News.")
        await newsroom.publishing.publish(BLAKE, "bins", number)
        news = await asyncio.wait_for(process.stdout.readline(), PROMISED_SECONDS)
        assert news.decode().strip() == "News."
    finally:
        process.kill()
        await process.wait()


async def test_a_replica_that_hears_nothing_looks_for_itself(
    newsroom: Newsroom, empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica_module, "CHANNEL", "nobody_speaks_here")
    monkeypatch.setattr(replica_module, "LOOK_SECONDS", 0.3)
    deaf = Newsroom(empty_database, tmp_path / "deaf")
    await deaf.replica.start()
    number = await newsroom.edited(ALEX, "bins", 1, body="News.")
    await newsroom.publishing.publish(BLAKE, "bins", number)
    assert await until(5, lambda: deaf.body("bins") == "News.")
    await deaf.close()


async def test_a_replica_that_starts_later_reads_the_newest_release(
    newsroom: Newsroom, empty_database: str, tmp_path: Path
) -> None:
    number = await newsroom.edited(ALEX, "bins", 1, body="News.")
    await newsroom.publishing.publish(BLAKE, "bins", number)
    late = Newsroom(empty_database, tmp_path / "late")
    assert late.body("bins") == "We look after bins within 2 working days."
    await late.replica.start()
    assert late.body("bins") == "News."
    await late.close()


@pytest.mark.parametrize(
    ("moment", "published"),
    [
        ("before the release is committed", False),
        ("while index files are written", True),
        ("before the index is switched", True),
    ],
)
async def test_a_process_killed_in_the_middle_leaves_everything_whole(
    newsroom: Newsroom, empty_database: str, tmp_path: Path, moment: str, published: bool
) -> None:
    folder = tmp_path / "index"
    before = load_index(folder).digest
    number = await newsroom.edited(ALEX, "bins", 1, body="News.")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.pages.crashing", empty_database, folder, moment, str(number)
    )
    assert await asyncio.wait_for(process.wait(), 60) == -9
    assert load_index(folder).digest == before
    again = Newsroom(empty_database, folder)
    await again.replica.catch_up()
    assert again.body("bins") == ("News." if published else "We look after bins within 2 working days.")
    assert await again.states("bins") == (["superseded", "published"] if published else ["published", "in_review"])
    if not published:
        await again.publishing.publish(BLAKE, "bins", number)
        assert again.body("bins") == "News."
    await again.close()


async def test_a_page_that_no_longer_keeps_the_rules_is_left_out_and_told(
    newsroom: Newsroom, empty_database: str, tmp_path: Path
) -> None:
    plain = source("bins", body="Nothing to fill in.")
    number = await newsroom.edited(ALEX, "bins", 1, body=plain.body)
    await newsroom.publishing.publish(BLAKE, "bins", number)
    without_facts = Newsroom(empty_database, tmp_path / "other", [plain], facts={})
    await without_facts.replica.catch_up()
    assert sorted(without_facts.live.edition.pages) == ["bins"]
    assert sorted(without_facts.live.edition.faults) == ["parks", "trees"]
    await without_facts.close()
