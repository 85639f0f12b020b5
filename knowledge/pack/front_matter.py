"""The front matter of a page: the YAML lines between two `---` lines at its top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.pack.problems import PackProblem
from knowledge.pack.yaml_lines import YamlEntry, compose, entries

FIELDS = ("service", "title", "summary", "url", "team", "reviewed_on", "actions", "synonyms")
OPTIONAL = ("questions",)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of a page and its body, which starts at `body_line` of the file."""

    fields: Mapping[str, YamlEntry]
    body: str
    body_line: int


def read_front_matter(
    text: str,
    path: Path,
    problems: list[PackProblem],
    required: Sequence[str] = FIELDS,
    optional: Sequence[str] = OPTIONAL,
) -> FrontMatter | None:
    """The front matter and the body; None, and a problem, if there is no front matter to read.

    A field that is missing is a problem, and so is one that is neither required nor optional.
    """
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != "---":
        problems.append(PackProblem(path, 1, "A page begins with a line of three hyphens (---)."))
        return None
    ends = [number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"]
    if not ends:
        problems.append(PackProblem(path, 1, "The front matter never ends: a second line of three hyphens is missing."))
        return None
    node = compose("\n".join(lines[1 : ends[0]]), path, 2, problems)
    if node is None:
        if not any(problem.path == path for problem in problems):
            problems.append(PackProblem(path, 1, "The front matter is empty."))
        return None
    fields = {entry.key: entry for entry in entries(node, path, 2, problems)}
    for name, entry in fields.items():
        if name not in required and name not in optional:
            problems.append(PackProblem(path, entry.line, f"Unknown field `{name}`."))
    missing = [name for name in required if name not in fields]
    problems.extend(PackProblem(path, 1, f"The field `{name}` is missing.") for name in missing)
    return FrontMatter(fields, "\n".join(lines[ends[0] + 1 :]), ends[0] + 2)
