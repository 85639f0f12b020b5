"""The columns of a case's life, and a conversation's owner, are written in one place each: nobody goes round it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import api
from api.casework.life.case_state import CaseState

ROOT = Path(api.__file__).parent
SHARED = {"status", "team", "priority", "closed_at"}  # other tables have columns of these names too
OWN = set(CaseState.__dataclass_fields__) - SHARED
NO_CASES = {"row.status", "conversation.closed_at"}  # a webhook's delivery; change_owner.py
BORN = {"team", "priority"}  # what a new row may be given: the rest is a new case's by itself
CASE_WRITERS = {"casework/life/apply_case.py"}
OWNER_WRITERS = {"conversation/change_owner.py"}


def _targets(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from ast.walk(target)  # type: ignore[misc]
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target, value=ast.expr()):
                yield target


def _assigned(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What an assignment, `setattr`, `values(...)` or a constructor writes: the row's name and the column's."""
    for target in _targets(tree):
        if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store):
            yield ast.unparse(target.value), target.attr
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="setattr"), args=[row, ast.Constant(value=str(name)), *_]):
                yield ast.unparse(row), name
            case ast.Call(func=ast.Name(id="Case" | "Conversation" as table), keywords=given):
                yield from ((f"{table}()", each.arg) for each in given if each.arg)
            case ast.Call(func=ast.Attribute(attr="values", value=statement), keywords=given):
                for table in ("Case", "Conversation"):
                    if f"({table})" in ast.unparse(statement):
                        yield from ((f"{table}()", each.arg) for each in given if each.arg)


def writes_of_case(source: str) -> list[str]:
    """Where a source text writes a column of a case's life."""
    tree, knows = ast.parse(source), "tables.cases import" in source or "LockedCase" in source
    found = []
    for row, column in _assigned(tree):
        of_case = column in OWN or (column in SHARED and knows and row not in {"self", "Conversation()"})
        born = row == "Case()" and column in BORN
        if of_case and not born and f"{row}.{column}" not in NO_CASES:
            found.append(f"{row}.{column}")
    return found


def writes_of_owner(source: str) -> list[str]:
    """Where a source text writes who owns a conversation."""
    return [f"{row}.{column}" for row, column in _assigned(ast.parse(source)) if column in ("owner", "staff_name")]


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("db/"):
            yield name, path.read_text(encoding="utf-8")


def test_only_a_change_that_is_carried_out_writes_a_cases_life() -> None:
    found = {name: writes for name, source in _sources() if (writes := writes_of_case(source))}
    assert set(found) <= CASE_WRITERS, found


def test_only_change_owner_writes_who_owns_a_conversation() -> None:
    found = {name: writes for name, source in _sources() if (writes := writes_of_owner(source))}
    assert set(found) == OWNER_WRITERS, found


IMPORT = "from api.db.tables.cases import Case\n"


@pytest.mark.parametrize(
    "line",
    [
        "case.status = 'open'",
        "work.case.status, work.case.claimed_by = 'open', None",
        "case.close_reason = case.close_outcome = None",
        "goes_on.team: str = 'waste'",
        "setattr(case, 'closed_at', None)",
        "Case(reference='NB-1', status='claimed')",
        "update(Case).where(Case.reference == r).values(snoozed_until=None)",
    ],
)
def test_a_write_round_it_is_found(line: str) -> None:
    assert writes_of_case(IMPORT + line)


@pytest.mark.parametrize(
    "line",
    [
        "conversation.owner, conversation.closed_at = 'closed', now()",
        "Conversation(token_digest='-', owner='closed')",
        "update(Conversation).where(old).values(owner='closed')",
    ],
)
def test_a_write_of_the_owner_round_it_is_found(line: str) -> None:
    assert writes_of_owner(line)


def test_reading_is_free() -> None:
    assert not writes_of_case(IMPORT + "status = case.status\nself.team = case.team\nfields = {'team': case.team}")
    assert not writes_of_owner("owner = conversation.owner")
