"""The house as a newcomer meets it: small folders, packages that say what they are for, one way to a part."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.documents import PROJECT, modules, summary

MOST_FILES = 18  # modules of one folder
MOST_TOP = {"api": 6, "bot": 7, "knowledge": 0, "redaction": 10}  # modules at a package's top: no drawer there
MANY = {  # a folder whose files are all of one kind, one a thing
    "api/db/migrations/versions": "a file for each change of the tables",
    "redaction/recognisers": "a file for each kind of identifier",
    "knowledge/importers": "a file for each source and each step of reading one",
}


def folders() -> list[Path]:
    return sorted({module.parent for module in modules()})


@pytest.mark.parametrize("folder", folders(), ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_a_folder_reads_like_a_table_of_contents(folder: Path) -> None:
    name = folder.relative_to(PROJECT).as_posix()
    count = len([module for module in folder.glob("*.py") if module.name != "__init__.py"])
    assert count <= MOST_TOP.get(name, MOST_FILES) or name in MANY


@pytest.mark.parametrize("folder", folders(), ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_package_says_what_it_is_for(folder: Path) -> None:
    if "migrations" not in folder.parts:
        assert summary(folder / "__init__.py")


def test_every_module_says_what_it_is_for() -> None:
    assert [str(module) for module in modules() if module.name != "__init__.py" and not summary(module)] == []


def test_nothing_but_the_kernel_reaches_into_the_application() -> None:
    reaching = [
        module.relative_to(PROJECT).as_posix()
        for module in modules("api")
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "parts" and ast.unparse(node.value).endswith("app.state")
    ]
    assert sorted(set(reaching)) == ["api/app.py", "api/kernel/parts.py"]


def test_no_route_speaks_sql() -> None:
    routes = [module for module in modules("api") if module.name.endswith("routes.py")]
    assert [
        str(module)
        for module in routes
        if "import sqlalchemy" in (text := module.read_text(encoding="utf-8")) or "from sqlalchemy" in text
    ] == []
