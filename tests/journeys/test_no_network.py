"""Nothing calls out: no telemetry, no download, no model hub. Proved in a process that has no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from api.assistant import Assistant

OFFLINE = "tests.support.journeys.offline"
PROJECT = Path(__file__).resolve().parents[2]


def run_offline(argument: str) -> subprocess.CompletedProcess[str]:
    """Runs the script in a process that knows nothing of this one's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "-m", OFFLINE, argument],
        cwd=PROJECT,
        env={**kept, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=600,  # a busy machine needs minutes to load what an idle one loads in twenty seconds
        check=False,
    )


def test_a_turn_a_redaction_and_an_index_need_no_network(assistant: Assistant, data_dir: Path) -> None:
    """`mind` is there so that the model is trained and the index built before."""
    done = run_offline(str(data_dir))
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["no attempt"]), done.stdout + done.stderr[-3000:]


def test_an_attempt_is_noticed_even_when_its_error_is_swallowed() -> None:
    done = run_offline("--try")
    assert done.returncode == 1
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "socket.getaddrinfo",
        "socket.getaddrinfo",
        "socket.sendto",
    ]
