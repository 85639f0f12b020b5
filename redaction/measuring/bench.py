"""How fast the redactor is, and whether long or hostile messages cost more than their length: one JSON object.

`reeve bench redaction` prints it. Times are those of the processor, on one core, so that other work on the machine does
not count.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from redaction.redactor import Redactor

ORDINARY = (
    "Hello, my name is Priya Nair and I live at 12 Mill Road. The green bin was not collected on Tuesday, so please "
    "ring me on 07700 900123 about it before the weekend if you can."
)
"""Thirty-odd words with a name, an address and a number: dearer than most."""
HOSTILE: Mapping[str, str] = {
    "one letter": "a", "one digit": "7", "digits and spaces": "0 7 7 0 0 9 ", "digits and hyphens": "07-70-09-00-",
    "letters by themselves": "a b c d ", "at signs": "a@a.", "dots said": "jane dot ", "streets": "12 mill ",
    "flats": "flat 1, ", "names announced": "my name is ", "thanks and spaces": "thanks     \n",
    "brackets": "<PERSON_1>",
    "piled marks": "e\u0301\u0301", "postcodes": "nb1 2ab ", "invisible": "a\u200b", "capitals": "Anna Lee and ",
    "colons": "2001:db8:", "separators": "1-.- /", "glue": "account123456",
}  # fmt: skip
LENGTH = 10_000
RUNS = 200
LONG_WORDS = 2_000


def bench(redactor: Redactor) -> dict[str, Any]:
    """Times in milliseconds, and for each hostile kind how much dearer twice the length is (2 is in step with it)."""
    redactor.warm_up()
    threadpool_limits(1)  # a second thread that waits for the first would count as work
    for _ in range(20):
        redactor.redact(ORDINARY)
    short = [_milliseconds(redactor, f"{number} {ORDINARY}") for number in range(RUNS)]
    p50, p95, p99 = np.quantile(short, [0.5, 0.95, 0.99], method="lower").round(2).tolist()
    words = (ORDINARY.split() * (LONG_WORDS // len(ORDINARY.split()) + 1))[:LONG_WORDS]
    return {
        "words_in_a_message": len(ORDINARY.split()),
        "message_ms": {"p50": p50, "p95": p95, "p99": p99},
        "words_2000_ms": round(_best(redactor, " ".join(words)), 1),
        "hostile_10000_characters": {name: _growth(redactor, unit) for name, unit in HOSTILE.items()},
    }


def _growth(redactor: Redactor, unit: str) -> dict[str, float]:
    long = unit * (LENGTH // len(unit))
    half = _best(redactor, long[: len(long) // 2])
    whole = _best(redactor, long)
    return {"ms": round(whole, 1), "times_half": round(whole / half, 2)}


def _best(redactor: Redactor, message: str) -> float:
    """The best of three: what the work costs when nothing else disturbs."""
    return min(_milliseconds(redactor, message) for _ in range(3))


def _milliseconds(redactor: Redactor, message: str) -> float:
    started = time.process_time()
    redactor.redact(message)
    return (time.process_time() - started) * 1000
