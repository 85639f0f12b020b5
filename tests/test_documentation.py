"""The documents are complete: settings, commands, decisions, dependencies and links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from pydantic import AliasChoices

from api.commands.main import app
from api.settings import Settings
from tests.support.documents import written

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
DOCUMENTS = [PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", PROJECT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
IMAGES = {"docs/images/home.png", "docs/images/desk.png"}  # made from the running site
HEADINGS = ["Context", "Decision", "Consequences", "Guarded by"]
GIVEN = {"rasa", "spacy", "presidio-analyzer", "sentence-transformers", "faiss-cpu", "fastapi"}


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def environment_names() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        yield str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"REEVE_{name.upper()}"


def commands(group: typer.Typer, before: str = "reeve") -> Iterator[str]:
    for command in group.registered_commands:
        assert command.callback is not None
        yield f"{before} {command.name or command.callback.__name__.replace('_', '-')}"
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from commands(inner.typer_instance, f"{before} {inner.name}" if isinstance(inner.name, str) else before)


def targets() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def links(document: Path) -> Iterator[str]:
    prose = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", prose)):
        if not re.match(r"[a-z]+:|/", target):
            yield target


def anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", list(environment_names()))
def test_every_setting_has_a_line(name: str) -> None:
    assert f"| `{name}` |" in text_of("settings.md")


@pytest.mark.parametrize("command", [*commands(app), *(f"make {target}" for target in targets())])
def test_every_command_has_a_line(command: str) -> None:
    assert f"| `{command}` |" in text_of("commands.md")


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_has_its_parts_and_its_guards_are_there(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    guards = re.findall(r"`([\w./-]+\.\w+|Makefile)`", text.partition("## Guarded by")[2])
    assert guards
    assert [guard for guard in guards if not (PROJECT / guard).is_file()] == []


def test_every_dependency_has_a_reason_in_the_decision_on_libraries() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=]", line)[0].lower() for line in project["dependencies"]} - GIVEN
    told = (DOCS / "decisions" / "0010-libraries.md").read_text(encoding="utf-8").lower()
    assert [name for name in sorted(names) if name not in told] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if target.is_relative_to(PROJECT) and target.relative_to(PROJECT).as_posix() in IMAGES:
            continue
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_what_is_made_from_the_code_is_fresh(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert written(text) == text, "run `make docs`"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_path_in_a_document_is_there(document: Path) -> None:
    if document.name == "CHANGELOG.md":
        return  # it tells of what was
    text = re.sub(
        r"^## Old names and new names.*", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    named = re.findall(r"`((?:api|bot|knowledge|redaction|tests|docs)/[\w./-]+)`", text)
    assert [path for path in named if not (PROJECT / path).exists() and not re.search("[A-Z]{4}", path)] == []


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if not name.startswith("database_url")])
def test_the_default_of_a_setting_is_told(name: str) -> None:
    default = Settings.model_fields[name].default
    row = re.search(rf"^\| `REEVE_{name.upper()}` \| ([^|]*) \|", text_of("settings.md"), re.MULTILINE)
    if row is not None and isinstance(default, bool | int):
        assert row[1].strip() == f"`{str(default).lower()}`"


@pytest.fixture(scope="module")
def names_in_code() -> set[str]:
    """Every word of the code, and the name of every file beside it."""
    roots = [PROJECT / each for each in ("api", "bot", "knowledge", "redaction", "tests")]
    files = [*PROJECT.iterdir(), *(file for root in roots for file in root.rglob("*"))]
    words = {
        word for root in roots for file in root.rglob("*.py") for word in re.findall(r"\w+", file.read_text("utf-8"))
    }
    return words | {file.name for file in files}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_class_or_file_that_a_document_names_is_there(document: Path, names_in_code: set[str]) -> None:
    if document.name == "CHANGELOG.md":
        return  # it tells of what was
    text = re.sub(r"^## Old names and new names.*", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    code = " ".join(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)))
    named = re.findall(r"\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\b|(?<![\w/.-])\w+\.(?:py|yml|js)\b", code)
    assert sorted(set(named) - names_in_code) == []
