"""Long and hostile messages: the work grows in step with the length, never faster."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from types import FrameType

import pytest
import regex

import redaction
from redaction import Redactor
from redaction.recognisers import all_recognisers
from redaction.recognisers.identifier import Identifier

pytestmark = pytest.mark.slow

_ESCAPE = regex.compile(r"\\.")
_CLASS = regex.compile(r"\[\^?\]?[^\]]*\]")
_QUANTIFIER = regex.compile(r"(?P<times>\*|\+|\{\d*,?\d*\})(?P<kind>[+?]?)")


def expressions() -> Iterator[tuple[str, str]]:
    for module in pkgutil.walk_packages(redaction.__path__, "redaction."):
        if ".ner" not in module.name:
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, regex.Pattern):
                    yield f"{module.name}.{name}", value.pattern
    for recogniser in all_recognisers():
        if isinstance(recogniser, Identifier):
            for name, expression, _ in type(recogniser).shapes:
                yield f"{type(recogniser).__name__}: {name}", expression


@pytest.mark.parametrize(("name", "expression"), [pytest.param(*found, id=found[0]) for found in expressions()])
def test_no_expression_can_repeat_without_bound_and_go_back(name: str, expression: str) -> None:
    bare = _CLASS.sub("x", _ESCAPE.sub("x", expression))
    endless = [
        found.group()
        for found in _QUANTIFIER.finditer(bare)
        if (found["times"] in "*+" or found["times"].endswith(",}")) and found["kind"] != "+"
    ]
    assert endless == []


HOSTILE = {
    "digits": "0 7 7 0 0 9 ",
    "one long number": "7",
    "letters by themselves": "a b c d ",
    "at signs": "a@a.",
    "dots said": "jane dot ",
    "streets": "12 mill ",
    "names": "my name is ",
    "regards and spaces": "thanks     \n",
    "brackets": "<PERSON_1>",
    "piled marks": "e\u0301\u0301",
    "postcodes": "nb1 2ab ",
    "invisible": "a\u200b",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_message_is_about_twice_the_work(redactor: Redactor, unit: str) -> None:
    short, long = (calls(redactor, unit * (length // len(unit))) for length in (6_000, 12_000))
    assert long < short * 2.5


def calls(redactor: Redactor, message: str) -> int:
    """How many Python and C calls one redaction makes."""
    count = 0

    def counted(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal count
        count += 1

    redactor.redact(message)
    sys.setprofile(counted)
    try:
        redactor.redact(message)
    finally:
        sys.setprofile(None)
    return count
