"""council.yml: who the council is, its teams and the references it prints on letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.calendar import ENGLAND, PLAIN_CALENDAR, CouncilCalendar, read_nation
from knowledge.pack.problems import PackProblem, read_text
from knowledge.pack.services import SLUG
from knowledge.pack.yaml_lines import YamlEntry, compose, entries, plain_value

REQUIRED = ("slug", "name", "teams", "hours")
REFERENCE_FIELDS = ("name", "pattern", "context")  # a reference needs the first two


@dataclass(frozen=True, slots=True)
class Team:
    """People who work cases. `phone` and `hours` are the words a resident sees."""

    slug: str
    name: str
    phone: str
    hours: str
    on_call: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference that the council prints on letters: a regular expression, and words often near it."""

    name: str
    pattern: str
    context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Council:
    """council.yml as read: `fields` is everything in it, for settings that others understand."""

    fields: Mapping[str, Any]
    teams: tuple[Team, ...]
    references: tuple[Reference, ...]
    calendar: CouncilCalendar = PLAIN_CALENDAR

    @property
    def slug(self) -> str:
        return str(self.fields.get("slug", ""))

    @property
    def name(self) -> str:
        return str(self.fields.get("name", ""))


def load_council(file: Path, facts: Mapping[str, str], problems: list[PackProblem]) -> Council:
    """The council of a file; what cannot be read is left out and is a problem."""
    nothing = Council({}, (), ())
    text = read_text(file, problems)
    node = compose(text, file, 1, problems) if text is not None else None
    if node is None:
        return nothing
    found = {entry.key: entry for entry in entries(node, file, 1, problems)}
    missing = [name for name in REQUIRED if name not in found]
    problems.extend(PackProblem(file, 1, f"The field `{name}` is missing.") for name in missing)
    fields = {name: value for name, entry in found.items() if (value := _value(entry, file, problems)) is not None}
    if "slug" in fields and not SLUG.fullmatch(str(fields["slug"])):
        what = f"`{fields['slug']}` is not a slug: lower-case words joined by hyphens."
        problems.append(PackProblem(file, found["slug"].line, what))
    hours = fields.get("hours")
    teams = _teams(found.get("teams"), hours if isinstance(hours, dict) else {}, facts, file, problems)
    references = tuple(_references(found.get("references"), file, problems))
    return Council(fields, tuple(teams), references, _calendar(fields, found, file, problems))


def _calendar(
    fields: Mapping[str, Any], found: Mapping[str, YamlEntry], file: Path, problems: list[PackProblem]
) -> CouncilCalendar:
    try:
        nation = read_nation(fields.get("nation", ENGLAND))
    except ValueError as error:
        problems.append(PackProblem(file, found["nation"].line, f"{error}."))
        nation = ENGLAND
    closed = fields.get("closed", ())
    if not isinstance(closed, list | tuple) or not all(type(day) is date for day in closed):
        problems.append(PackProblem(file, found["closed"].line, "`closed` is a list of days such as 2026-12-29."))
        closed = ()
    return CouncilCalendar(nation, frozenset(closed))


def _value(entry: YamlEntry, file: Path, problems: list[PackProblem]) -> Any:
    try:
        value = plain_value(entry.node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        problems.append(PackProblem(file, entry.line, f"`{entry.key}` cannot be read: {str(error).splitlines()[0]}."))
        return None
    if value is None:
        problems.append(PackProblem(file, entry.line, f"`{entry.key}` has no value."))
    return value


def _teams(
    teams: YamlEntry | None,
    hours: Mapping[Any, Any],
    facts: Mapping[str, str],
    file: Path,
    problems: list[PackProblem],
) -> Iterator[Team]:
    for team in entries(teams.node, file, 1, problems) if teams else ():
        fields = {entry.key: entry for entry in entries(team.node, file, 1, problems)}
        words = {name: entry.text or "" for name, entry in fields.items()}
        found = [f"Unknown field `{name}` of a team." for name in fields if name not in Team.__dataclass_fields__]
        found += [f"The team `{team.key}` has no {name}." for name in ("name", "phone", "hours") if not words.get(name)]
        if not SLUG.fullmatch(team.key):
            found.append(f"`{team.key}` is not a slug: lower-case words joined by hyphens.")
        if words.get("phone") and words["phone"] not in facts:
            found.append(f"There is no fact called `{words['phone']}`.")
        if words.get("hours") and words["hours"] not in hours:
            found.append(f"There are no hours called `{words['hours']}`.")
        if words.get("on_call", "false") not in ("true", "false"):
            found.append("`on_call` is true or false.")
        problems.extend(PackProblem(file, team.line, what) for what in found)
        if not found:
            times = str(hours[words["hours"]])
            on_call = words.get("on_call") == "true"
            yield Team(team.key, words["name"], facts[words["phone"]], times, on_call)


def _references(references: YamlEntry | None, file: Path, problems: list[PackProblem]) -> Iterator[Reference]:
    for node in getattr(references.node, "value", ()) if references else ():
        if not isinstance(node, yaml.MappingNode):
            line = references.line if references else 0
            problems.append(PackProblem(file, line, "A reference has a name, a pattern and perhaps context words."))
            continue
        line = 1 + node.start_mark.line
        fields = {entry.key: entry for entry in entries(node, file, 1, problems)}
        found = [f"Unknown field `{name}` of a reference." for name in fields if name not in Reference.__slots__]
        words = {name: entry.text or "" for name, entry in fields.items()}
        found += [f"A reference has no {name}." for name in REFERENCE_FIELDS[:2] if not words.get(name)]
        try:
            re.compile(words.get("pattern", ""))
        except re.error as error:
            found.append(f"The pattern is not a regular expression: {error}.")
        context = fields["context"].texts if "context" in fields else ()
        if context is None:
            found.append("`context` is a list of words.")
        problems.extend(PackProblem(file, line, what) for what in found)
        if not found:
            yield Reference(words["name"], words["pattern"], context or ())
