"""Every field of every rule, policy and setting is read by the product: nothing can be set that does nothing."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
import yaml
from pydantic import BaseModel

from api.bin_days.rounds import BinRounds
from api.bookings.rules.price_rules import Deposit
from api.bookings.rules.rules import BookingRules
from api.casework.queue.desk_policy import DeskPolicy
from api.reports.kinds import ReportKind
from api.settings import Settings
from bot.crisis.config import CrisisConfig
from bot.policy import Policy
from bot.understanding.follow_up import FollowUpFeatures
from knowledge.pack.calendar import CouncilCalendar
from knowledge.search.search_settings import SearchSettings

PROJECT = Path(__file__).resolve().parent.parent
PACKAGES = ("api", "bot", "knowledge", "redaction")
# Modules whose every model and dataclass holds what a council, a policy officer or an operator may write.
RULES = (
    "api.bin_days.rounds",
    "api.bookings.rules.price_rules",
    "api.bookings.rules.rules",
    "api.casework.queue.desk_policy",
    "api.reports.kinds",
    "api.settings",
    "bot.crisis.config",
    "bot.policy",
    "bot.reception.languages",
    "knowledge.pack.calendar",
    "knowledge.pack.council",
    "knowledge.pack.services",
    "knowledge.search.search_settings",
)
# What only reads and checks a file: a field that nobody else reads changes nothing.
LOADERS = {
    "api/bin_days/read_rounds.py",
    "api/bookings/rules/load.py",
    "api/reports/read_kinds.py",
    "knowledge/pack/council.py",
    "knowledge/pack/load.py",
    "knowledge/pack/services.py",
}
# Weights that are read together, one for each measure of a message.
READ_TOGETHER = {"FollowUp": FollowUpFeatures}
_CHECKS = {"field_validator", "model_validator", "validator"}


@dataclasses.dataclass(frozen=True)
class Nothing:
    """No fields."""


def rules() -> Iterator[tuple[str, type]]:
    """Every class of rules, with the file that defines it."""
    for name in RULES:
        module = importlib.import_module(name)
        for value in vars(module).values():
            if not isinstance(value, type) or value.__module__ != name:
                continue
            if issubclass(value, BaseModel) or dataclasses.is_dataclass(value):
                yield name.replace(".", "/") + ".py", value


def fields_of(model: type) -> list[str]:
    """The names under which code reads the fields of a class, its own and not those that it inherits."""
    own = vars(model).get("__annotations__", {})
    known = model.model_fields if issubclass(model, BaseModel) else getattr(model, "__dataclass_fields__", {})
    return [name for name in own if name in known and not _is_tag(model, name)]


def _is_tag(model: type, name: str) -> bool:
    """Whether a field only says which class of a union it is: then reading the file reads it."""
    return len(get_args(get_type_hints(model)[name])) == 1 and get_origin(get_type_hints(model)[name]) is Literal


class _Reads(ast.NodeVisitor):
    """The attributes that code reads, apart from validators: those only check."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if not any(isinstance(each, ast.Name) and each.id in _CHECKS for each in map(_called, node.decorator_list)):
            self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self.names.add(node.attr)
        self.generic_visit(node)


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


@cache
def read_in_python() -> frozenset[str]:
    """Every attribute that product code reads outside of loaders."""
    reads = _Reads()
    for package in PACKAGES:
        for file in (PROJECT / package).rglob("*.py"):
            if file.relative_to(PROJECT).as_posix() not in LOADERS and "migrations" not in file.parts:
                reads.visit(ast.parse(file.read_text(encoding="utf-8")))
    return frozenset(reads.names)


@cache
def read_in_templates() -> frozenset[str]:
    """Every attribute that a template reads."""
    found: set[str] = set()
    for file in (PROJECT / "api" / "web" / "templates").rglob("*.html"):
        for inside in re.findall(r"\{[{%](.*?)[%}]\}", file.read_text(encoding="utf-8"), re.DOTALL):
            found.update(re.findall(r"\.([a-z_]+)", inside))
    return frozenset(found)


@pytest.mark.parametrize(("file", "model"), [pytest.param(*each, id=each[1].__qualname__) for each in rules()])
def test_every_field_of_a_rule_is_read(file: str, model: type) -> None:
    together = READ_TOGETHER.get(model.__name__)
    read = read_in_python() | read_in_templates() | {each.name for each in dataclasses.fields(together or Nothing)}
    assert [f"{file}: {model.__name__}.{name}" for name in fields_of(model) if name not in read] == []


def test_rules_are_found() -> None:
    expected = {
        BinRounds, BookingRules, CouncilCalendar, CrisisConfig, Deposit, DeskPolicy, Policy, ReportKind, SearchSettings,
        Settings,
    }  # fmt: skip
    assert expected <= {model for _, model in rules()}


def test_what_only_a_check_looks_at_or_only_is_set_counts_as_unread() -> None:
    reads = _Reads()
    reads.visit(
        ast.parse("""
class Rules:
    @field_validator("checked")
    def _check(cls, rules): return rules.checked
    def use(self): self.written = self.used
""")
    )
    assert reads.names == {"used"}


def test_every_value_of_the_councils_own_file_is_read() -> None:
    """council.yml is open: what stands in it is asked for by its name, in quotes, somewhere in the product."""
    file = PROJECT / "knowledge" / "councils" / "northbridge" / "council.yml"
    code = "".join(
        each.read_text(encoding="utf-8") for package in PACKAGES for each in (PROJECT / package).rglob("*.py")
    )
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    asked_for = set(re.findall(r"""(?:get\(|\[)"([a-z_]+)["]""", code))
    assert [name for name in written if name not in asked_for] == []
