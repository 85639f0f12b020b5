"""The parts of the documents that are made from the code: `python -m tests.support.documents` writes them.

A part stands between `<!-- made: NAME -->` and `<!-- end -->`. `tests/test_documentation.py` fails when one is stale.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.turn import Outcome

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "bot", "knowledge", "redaction")
# What opens a connection to somewhere else. A module that imports one of these is listed as calling out.
CALLS_OUT = re.compile(r"^(httpx|httpcore|notifications_python_client|requests|smtplib|urllib\.request)\b")
AT_WORK_ONLY = ("api/measuring/", "bot/training/")  # they call the site that is measured, on this machine
_PART = re.compile(r"<!-- made: ([a-z-]+) -->\n.*?<!-- end -->", re.DOTALL)
# The codes that buttons carry, as bot and widget write them: `f"service:{slug}"`, `"resume"`.
_CHOICE = re.compile(
    r"""f?"(person|resume|skip|service|book|report|team|change|pick|photo|place|slot)(:|"(?=\s*(?:[,)]|in|==)))"""
)


def modules(*packages: str) -> Iterator[Path]:
    """Every module of these packages, in order of path."""
    for package in packages or PACKAGES:
        yield from sorted((PROJECT / package).rglob("*.py"))


def summary(module: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ").rstrip(".")


def rooms() -> str:
    """Every folder of code and what its package says it is for."""
    lines = ["| folder | what stands there |", "|---|---|"]
    for package in modules():
        if package.name == "__init__.py" and "migrations" not in package.parts:
            folder = package.parent.relative_to(PROJECT).as_posix()
            lines.append(f"| `{folder}/` | {summary(package)} |")
    return "\n".join(lines)


def layers() -> str:
    """The layers inside `api/`, from the top, as import-linter holds them."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    inside = next(each for each in contracts if each.get("containers") == ["api"])
    rows = [" · ".join(f"`{name.strip()}`" for name in layer.split("|")) for layer in inside["layers"]]
    return "\n".join(f"{number}. {row}" for number, row in enumerate(rows, start=1))


def outcomes() -> str:
    """The named ends of a turn."""
    return ", ".join(f"`{outcome.value}`" for outcome in Outcome) + f": {len(Outcome)} in all."


def calls_out() -> str:
    """The modules that can open a connection to another machine."""
    lines = ["| module | what it is |", "|---|---|"]
    for module in modules():
        path = module.relative_to(PROJECT).as_posix()
        if not path.startswith(AT_WORK_ONLY) and any(map(CALLS_OUT.match, _imports(module))):
            lines.append(f"| `{path}` | {summary(module)} |")
    return "\n".join(lines)


def _imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def choices() -> str:
    """The kinds of codes that a button can carry."""
    found = {match[1] for module in modules("bot") for match in _CHOICE.finditer(module.read_text(encoding="utf-8"))}
    return ", ".join(f"`{kind}`" for kind in sorted(found))


MAKERS: Mapping[str, Callable[[], str]] = {
    "rooms": rooms,
    "layers": layers,
    "outcomes": outcomes,
    "calls-out": calls_out,
    "choices": choices,
}


def written(text: str) -> str:
    """A document's text with every part that is made from the code as it must be now."""

    def fresh(part: re.Match[str]) -> str:
        maker = MAKERS.get(part[1])
        return f"<!-- made: {part[1]} -->\n{maker()}\n<!-- end -->" if maker else part[0]

    return _PART.sub(fresh, text)


def documents() -> list[Path]:
    """Every document of the project."""
    return [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").rglob("*.md"))]


if __name__ == "__main__":
    for document in documents():
        before = document.read_text(encoding="utf-8")
        if (after := written(before)) != before:
            document.write_text(after, encoding="utf-8")
