"""Reads YAML and keeps the line of every value, so that a problem can say where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.problems import PackProblem


@dataclass(frozen=True, slots=True)
class YamlEntry:
    """One `key: value` of a mapping. `line` counts from 1 in the file; `node` is PyYAML's."""

    key: str
    line: int
    node: yaml.Node

    @property
    def text(self) -> str | None:
        """The value exactly as written, or None if it is not a single value."""
        return self.node.value.strip() if isinstance(self.node, yaml.ScalarNode) else None

    @property
    def texts(self) -> tuple[str, ...] | None:
        """The values of a list exactly as written, or None if it is not a list of single values."""
        if not isinstance(self.node, yaml.SequenceNode):
            return None
        items = self.node.value
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            return None
        return tuple(item.value.strip() for item in items)


def compose(text: str, path: Path, first_line: int, problems: list[PackProblem]) -> yaml.Node | None:
    """The YAML in `text`, which starts at `first_line` of the file; None and a problem if it is none."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problems.append(PackProblem(path, line, f"This is not valid YAML: {error.problem or error.context}."))
    except (yaml.YAMLError, RecursionError) as error:
        problems.append(PackProblem(path, first_line, f"This is not valid YAML: {str(error).splitlines()[0]}."))
    return None


def entries(node: yaml.Node, path: Path, first_line: int, problems: list[PackProblem]) -> Iterator[YamlEntry]:
    """The entries of a mapping, once each; a key that is not a word or comes twice is a problem."""
    if not isinstance(node, yaml.MappingNode):
        line = first_line + node.start_mark.line
        problems.append(PackProblem(path, line, "Expected `name: value` lines here."))
        return
    seen: set[str] = set()
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            problems.append(PackProblem(path, line, "A name must be a single word."))
        elif key.value in seen:
            problems.append(PackProblem(path, line, f"`{key.value}` is here twice."))
        else:
            seen.add(key.value)
            yield YamlEntry(key.value, line, value)


def as_date(text: str) -> date | None:
    """A date written as 2026-09-14, or None."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        return None


def plain_value(node: yaml.Node) -> Any:
    """A node as ordinary Python values.

    Raises yaml.YAMLError or ValueError when a value cannot be read, such as the date 2026-13-40.
    """
    return yaml.SafeLoader("").construct_document(node)
