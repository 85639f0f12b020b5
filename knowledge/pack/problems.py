"""What is wrong with a council pack: every problem, with its file and line, in plain English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class PackProblem:
    """One thing to put right. `line` counts from 1; 0 means the whole file."""

    path: Path
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}" if self.line else f"{self.path}: {self.what}"


class PackError(Exception):
    """The pack cannot be used. `problems` lists all of them, by file and line."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        self.problems = tuple(sorted(problems))
        count = f"{len(self.problems)} problem" + ("" if len(self.problems) == 1 else "s")
        super().__init__("\n".join([f"The council pack has {count}:", *map(str, self.problems)]))


def read_text(path: Path, problems: list[PackProblem]) -> str | None:
    """The text of a file, or None and a problem."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(PackProblem(path, 0, f"This file cannot be read: {error}."))
        return None
