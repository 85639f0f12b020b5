"""Tests stand alone: what several of them need is in tests/support, and none reaches into a product object."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
FILES = sorted(TESTS.rglob("*.py"))
OWN = {"self", "cls", "ours"}  # names by which a class of a test speaks of itself
PUBLIC_ALL_THE_SAME = {"_replace", "_exit"}  # of the standard library, documented


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Module and name of everything imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", each.name) for each in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in PUBLIC_ALL_THE_SAME


def reached(tree: ast.AST) -> Iterator[str]:
    """Private names of others that a file uses, monkeypatches or imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in OWN:
                pass
            case ast.Attribute(attr=name) if private(name):
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[*_, ast.Constant(value=str(name)), _]):
                if private(name.rpartition(".")[2]):
                    yield ast.unparse(node)
    yield from (f"{module}.{name}" for module, name in imported(tree) if private(name))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TESTS).as_posix())
def test_no_test_leans_on_another_one(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [f"{module}.{name}" for module, name in imported(tree) if module.split(".")[0] == "tests"]
    shared = ("tests.support.", "tests.contracts.", "tests.conftest.Site")
    assert [name for name in names if not name.startswith(shared)] == []
    assert "sys.path" not in {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(TESTS).as_posix())
def test_no_test_reaches_into_a_product_object(file: Path) -> None:
    assert list(reached(ast.parse(file.read_text(encoding="utf-8")))) == []
