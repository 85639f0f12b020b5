"""Facts: fees, days, phone lines and hours that stand once, in facts/*.yml, and that pages fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from knowledge.pack.problems import PackProblem, read_text
from knowledge.pack.yaml_lines import YamlEntry, compose, entries
from redaction.text.postcode import INWARD, OUTWARD

PLACE = re.compile(r"\{\{([^{}\n]*)\}\}")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_PUBLISHED = (
    re.compile(r"(?:18001 ?)?\(?(?:\+44 ?|0)(?:[\s()-]?\d){9,10}\b"),  # phone numbers
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # e-mail addresses
    re.compile(rf"\b{OUTWARD} ?{INWARD}\b"),  # postcodes
)


def load_facts(folder: Path, problems: list[PackProblem]) -> dict[str, str]:
    """Every fact under its full name, exactly as written: `{"waste.fees.bulky_first_item": "£30"}`."""
    facts: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        text = read_text(file, problems)
        if text is None:
            continue
        if not _NAME.fullmatch(file.stem):
            problems.append(PackProblem(file, 0, "A file of facts is named in lower case with underscores."))
        node = compose(text, file, 1, problems)
        if node is not None:
            _collect(node, file.stem, file, problems, facts)
    return facts


def _collect(node: yaml.Node, prefix: str, path: Path, problems: list[PackProblem], facts: dict[str, str]) -> None:
    for entry in entries(node, path, 1, problems):
        name = f"{prefix}.{entry.key}"
        if isinstance(entry.node, yaml.MappingNode):
            _collect(entry.node, name, path, problems, facts)
        elif what := _fact_problem(name, entry):
            problems.append(PackProblem(path, entry.line, what))
        else:
            facts[name] = entry.text or ""


def _fact_problem(name: str, entry: YamlEntry) -> str:
    if not _NAME.fullmatch(name):
        return f"The name `{entry.key}` may hold only lower-case letters, digits and underscores."
    if entry.text is None:
        return f"The fact `{name}` must be a single value."
    if not entry.text:
        return f"The fact `{name}` has no value."
    if "{{" in entry.text:
        return f"The fact `{name}` may not fill in another fact."
    return ""


def fill_in(text: str, facts: Mapping[str, str], path: Path, first_line: int, problems: list[PackProblem]) -> str:
    """`text` with each `{{ fact.name }}` replaced; an unknown fact is a problem at its own line."""

    def value(place: re.Match[str]) -> str:
        name = place.group(1).strip()
        if name not in facts:
            line = first_line + text.count("\n", 0, place.start())
            problems.append(PackProblem(path, line, f"There is no fact called `{name}`."))
        return facts.get(name, "")

    filled = PLACE.sub(value, text)
    for mark in ("{{", "}}"):
        if mark in filled:
            line = first_line + filled.count("\n", 0, filled.index(mark))
            problems.append(PackProblem(path, line, f"`{mark}` is open: a fact is written {{{{ file.name }}}}."))
    return filled


def published_contacts(facts: Iterable[str]) -> frozenset[str]:
    """Phone numbers, e-mail addresses and postcodes that the council itself publishes in its facts."""
    return frozenset(match.group() for fact in facts for shape in _PUBLISHED for match in shape.finditer(fact))
