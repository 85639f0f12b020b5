"""Reads the pack's files that only this application uses: every problem with its file and line, in plain English."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from knowledge.pack.problems import PackProblem, read_text
from knowledge.pack.yaml_lines import YamlEntry, as_date, compose, entries

Entries = Mapping[str, YamlEntry]


@dataclass
class Reading:
    """One YAML file, and what was found wrong with it so far. What is wrong comes out empty: reading goes on."""

    path: Path
    problems: list[PackProblem] = field(default_factory=list)

    def whole(self, known: Container[str]) -> Entries:
        """The file's own entries; only names in `known` may stand there."""
        text = read_text(self.path, self.problems)
        node = compose(text, self.path, 1, self.problems) if text is not None else None
        return self._checked(node, known) if node else {}

    def fields(self, entry: YamlEntry | None, known: Container[str] | None = None) -> Entries:
        """The entries of a mapping; with `known`, only those names may stand there."""
        return self._checked(entry.node, known) if entry else {}

    def items(self, entry: YamlEntry | None, known: Container[str]) -> tuple[tuple[int, Entries], ...]:
        """The mappings of a list, each with its line."""
        if entry is None:
            return ()
        if not isinstance(entry.node, yaml.SequenceNode):
            self.wrong(entry.line, f"`{entry.key}` is a list.")
            return ()
        return tuple((1 + node.start_mark.line, self._checked(node, known)) for node in entry.node.value)

    def text(self, found: Entries, name: str, default: str = "") -> str:
        """A value as written; one that is not a single value is a problem."""
        entry = found.get(name)
        if entry is None:
            return default
        if not entry.text:
            self.wrong(entry.line, f"`{name}` needs a single value.")
        return entry.text or default

    def needed(self, found: Entries, name: str, line: int) -> str:
        """A value that must be there."""
        if name not in found:
            self.wrong(line, f"The field `{name}` is missing.")
        return self.text(found, name)

    def one_of(self, found: Entries, name: str, allowed: tuple[str, ...], default: str) -> str:
        """A value that is one of a few."""
        value = self.text(found, name, default)
        if value not in allowed:
            self.wrong(found[name].line, f"`{name}` is `{value}`; it must be one of {', '.join(allowed)}.")
            return default
        return value

    def yes(self, found: Entries, name: str, default: bool = False) -> bool:
        """The value of a key that is `true` or `false`."""
        return self.one_of(found, name, ("true", "false"), str(default).lower()) == "true"

    def number(self, found: Entries, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self.text(found, name, str(default))
        if not (value.isascii() and value.isdigit() and int(value) <= most):
            self.wrong(found[name].line, f"`{name}` is a whole number from 0 to {most}.")
            return default
        return int(value)

    def texts(self, found: Entries, name: str) -> tuple[str, ...]:
        """The value of a key that is a list of texts."""
        entry = found.get(name)
        if entry is None:
            return ()
        if entry.texts is None:
            self.wrong(entry.line, f"`{name}` is a list of single values.")
        return entry.texts or ()

    def day(self, text: str, line: int) -> date | None:
        """A date of a pack file, written as 2026-09-14; None and a problem otherwise."""
        found = as_date(text)
        if found is None:
            self.wrong(line, f"`{text}` is not a date such as 2026-09-14.")
        return found

    def wrong(self, line: int, what: str) -> None:
        """Notes a problem of the pack file at a line."""
        self.problems.append(PackProblem(self.path, line, what))

    def _checked(self, node: yaml.Node, known: Container[str] | None) -> Entries:
        found = {entry.key: entry for entry in entries(node, self.path, 1, self.problems)}
        for entry in found.values():
            if known is not None and entry.key not in known:
                self.wrong(entry.line, f"Unknown field `{entry.key}`.")
        return found
