"""services.csv: the council's services, one a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.pack.problems import PackProblem

FIELDS = ("slug", "lgsl", "name", "team", "does")
DOES = ("answer", "apply", "book", "pay", "report", "urgent")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Service:
    """A service: `lgsl` is its number in the Local Government Services List, if it has one."""

    slug: str
    lgsl: int | None
    name: str
    team: str
    does: str


def load_services(file: Path, teams: Container[str], problems: list[PackProblem]) -> tuple[Service, ...]:
    """The services of a file, in its order; a line with a problem is left out."""
    services: dict[str, Service] = {}
    for line, row in _rows(file, problems):
        found = list(_row_problems(row, teams))
        if row["slug"] in services:
            found.append(f"The slug `{row['slug']}` is here twice.")
        problems.extend(PackProblem(file, line, what) for what in found)
        if not found:
            lgsl = int(row["lgsl"]) if row["lgsl"] else None
            services[row["slug"]] = Service(row["slug"], lgsl, row["name"], row["team"], row["does"])
    return tuple(services.values())


def _rows(file: Path, problems: list[PackProblem]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            if tuple(next(reader, ())) != FIELDS:
                problems.append(PackProblem(file, 1, f"The first line must be `{','.join(FIELDS)}`."))
                return
            for cells in reader:
                if len(cells) == len(FIELDS):
                    yield (
                        reader.line_num,
                        {name: cell.strip() for name, cell in zip(FIELDS, cells, strict=True)},
                    )
                elif cells:
                    what = f"A service has {len(FIELDS)} fields; this line has {len(cells)}."
                    problems.append(PackProblem(file, reader.line_num, what))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(PackProblem(file, 0, f"This file cannot be read: {error}."))


def _row_problems(row: dict[str, str], teams: Container[str]) -> Iterator[str]:
    if not SLUG.fullmatch(row["slug"]):
        yield f"`{row['slug']}` is not a slug: lower-case words joined by hyphens."
    if row["lgsl"] and not (row["lgsl"].isascii() and row["lgsl"].isdigit()):
        yield f"The LGSL number `{row['lgsl']}` is not a number."
    if not row["name"]:
        yield f"The service `{row['slug']}` has no name."
    if row["team"] not in teams:
        yield f"There is no team called `{row['team']}`."
    if row["does"] not in DOES:
        yield f"`does` is `{row['does']}`; it must be one of {', '.join(DOES)}."
