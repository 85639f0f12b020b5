"""Measures and writes golden figures anew: `python -m tests.support.golden_figures [SUBJECT ...]`, all without one.

The tests that compare do the measuring, so that what is written is what they see. Review the difference.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import pytest

SUBJECTS = {
    "crisis": "tests/bot/test_crisis.py",
    "languages": "tests/bot/test_languages.py",
    "redaction": "tests/redaction/test_golden.py",
    "search": "tests/knowledge/test_northbridge.py",
    "triage": "tests/bot/test_golden_triage.py",
}


def main(names: Sequence[str]) -> int:
    """Writes the figures of some subjects; of all, if none is named."""
    if unknown := set(names) - SUBJECTS.keys():
        sys.stderr.write(f"No such subject: {', '.join(sorted(unknown))}. There are {', '.join(SUBJECTS)}.\n")
        return 2
    files = [SUBJECTS[name] for name in names or SUBJECTS]
    return int(pytest.main(["--write-figures", "-k", "no_figure_is_worse", *files]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
