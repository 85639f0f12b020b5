"""Trying again: waits in rows of the database, and tasks that run as long as the process."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from api.kernel.retries.backoff import seconds_asked, wait_before_next
from api.kernel.retries.keep_running import keep_running
from api.reports.open311 import forward
from api.staff.sign_in.sign_in_waits import LONGEST_NETWORK_WAIT, wait_after

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("attempts", "growth", "seconds"),
    [(1, 2, 60), (2, 2, 120), (6, 2, 1920), (7, 2, 3600), (2, 4, 240), (10_000, 4, 3600)],
)
def test_waits_grow_up_to_the_longest(attempts: int, growth: int, seconds: int) -> None:
    assert wait_before_next(attempts, MINUTE, HOUR, growth=growth) == timedelta(seconds=seconds)


def test_what_the_other_side_asks_for_is_honoured_up_to_a_most() -> None:
    assert wait_before_next(1, MINUTE, HOUR, asked=90) == timedelta(seconds=90)
    assert wait_before_next(3, MINUTE, HOUR, asked=90) == timedelta(minutes=4)
    assert wait_before_next(1, MINUTE, HOUR, asked=1e12) == HOUR
    assert wait_before_next(1, MINUTE, HOUR, asked=1e12, most=timedelta(days=1)) == timedelta(days=1)


def test_jitter_moves_the_wait_but_not_what_was_asked_for() -> None:
    assert wait_before_next(2, MINUTE, HOUR, jitter=0.8) == timedelta(seconds=96)
    assert wait_before_next(2, MINUTE, HOUR, jitter=0.8, asked=100) == timedelta(seconds=100)
    assert wait_before_next(99, MINUTE, HOUR, jitter=1.2, most=2 * HOUR) == timedelta(minutes=72)


@given(st.integers(1, 10**9), st.floats(0.5, 1.5), st.floats(0, 1e15) | st.none())
def test_a_wait_is_never_negative_nor_longer_than_the_most(attempts: int, jitter: float, asked: float | None) -> None:
    assert timedelta() < wait_before_next(attempts, MINUTE, HOUR, jitter=jitter, asked=asked) <= HOUR


def test_a_header_asks_for_seconds_or_for_nothing() -> None:
    said = ["7", "0", "", None, "-1", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 20]
    assert [seconds_asked(header) for header in said] == [7, 0, None, None, None, None, None, None]


def test_sign_in_waits_are_a_rule_of_security_to_the_second() -> None:
    account = [wait_after(failures) for failures in range(4, 11)]
    assert [wait and wait.total_seconds() for wait in account] == [None, 60, 120, 240, 480, 900, 900]
    network = [wait_after(failures, 10, LONGEST_NETWORK_WAIT) for failures in (10, 11, 16, 17, 5000)]
    assert [wait and wait.total_seconds() for wait in network] == [None, 60, 1920, 3600, 3600]


def test_a_report_waits_for_hours_and_a_server_may_ask_for_a_day() -> None:
    first, longest, most = forward.FIRST_WAIT, forward.LONGEST_WAIT, forward.LONGEST_ASKED
    waits = [wait_before_next(attempts, first, longest, most=most) for attempts in range(1, 15)]
    assert waits[0] == timedelta(seconds=30) and waits[-1] == 6 * HOUR
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert wait_before_next(1, first, longest, asked=1e9, most=most) == 24 * HOUR


async def test_a_task_begins_again_after_its_faults_and_after_its_end() -> None:
    came: list[str] = []

    async def work() -> None:
        came.append("began")
        if len(came) == 2:
            return
        if len(came) == 4:
            raise ValueError
        raise OSError("with words that no log may hold")

    with capture_logs() as logs, pytest.raises(ValueError, match=r"^$"):
        await keep_running(work, (OSError,), event="again", shortest=0.001, longest=0.002)
    assert len(came) == 4
    assert logs == [{"event": "again", "log_level": "warning", "error": "OSError"}] * 2


async def test_a_task_that_is_cancelled_ends_whether_it_works_or_waits() -> None:
    for seconds in (60.0, 0.0):  # it works for a minute; it ends at once, and waits for one

        async def work(seconds: float = seconds) -> None:
            await asyncio.sleep(seconds)

        task = asyncio.create_task(keep_running(work, (OSError,), event="again", shortest=60, longest=60))
        await asyncio.sleep(0.05)
        task.cancel()
        assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)


async def test_pauses_widen_while_faults_go_on_and_begin_anew_after_it_has_worked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    now = [0.0]
    ran = iter([0.0, 0.0, 0.0, 0.0, 11.0, 0.0])

    async def work() -> None:
        now[0] += next(ran, 0.0)
        if len(pauses) == 6:
            raise ValueError
        raise OSError

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("api.kernel.retries.keep_running.time.monotonic", lambda: now[0])
    monkeypatch.setattr("tenacity.wait.random.uniform", lambda low, high: high)
    monkeypatch.setattr("asyncio.sleep", sleep)
    with pytest.raises(ValueError, match=r"^$"):
        await keep_running(work, (OSError,), event="again", shortest=1, longest=10)
    assert pauses == [2, 4, 8, 10, 2, 4]
