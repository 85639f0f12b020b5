"""Dates of birth: a whole date where the words around say birth, where it is all the reply, or in a past generation.

A day and month alone, a tax year, a time and a year alone stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import regex

from redaction.recognisers.identifier import Identifier, one_of
from redaction.text.number_words import DAYS_OF_THE_MONTH, ONES, TEENS, TENS, any_of

_MONTH = one_of(
    "january jan february febuary feb march mar april apr may june jun july jul august aug september sept "
    "sep october oct november nov december dec"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:[ ]?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:1[89]|20)[ ]?\d\d|'?\d\d)"
_UNITS, _TEENS, _TENS = map(any_of, (ONES, TEENS, TENS))
_BELOW_HUNDRED = rf"(?:{_TENS}(?:[ \-]{_UNITS})?|{_TEENS}|(?:oh|o)[ ]{_UNITS}|{_UNITS})"
_YEAR_WORDS = (
    rf"(?:(?:nineteen|twenty)(?:[ ]hundred)?[ ](?:and[ ])?{_BELOW_HUNDRED}|"
    rf"two[ ]thousand(?:[ ](?:and[ ])?{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
)
_DAY_WORDS = any_of(DAYS_OF_THE_MONTH)
_START = r"(?<![\w£/.\-])"
_THE = r"(?:the[ ])?"
_END = r"(?![\w/]|[.,:]\d)"
_BETWEEN = r"(?:[ ]?[/.\-][ ]?|[ ])"
_FULL_YEAR = regex.compile(r"(?<!\d)(1[89]|20)[ ]?(\d\d)(?!\d)")


class DateOfBirth(Identifier):
    label = "DATE_OF_BIRTH"
    needs_digit = False
    shapes = (
        (
            "day month year",
            rf"{_START}{_THE}{_DAY}[ \-/.,]{{0,2}}(?:of[ ])?{_THE}{_MONTH}[ \-/.,']{{0,3}}(?:of[ ])?{_YEAR}{_END}",
            0.4,
        ),
        ("month day year", rf"(?<!\w){_MONTH}[ \-/.,]{{1,2}}{_THE}{_DAY}[ \-/.,]{{1,3}}{_YEAR}{_END}", 0.4),
        (
            "figures that are no date",
            rf"{_START}\d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:(?:19|20)\d\d|\d\d){_END}",
            0.2,
        ),
        (
            "figures",
            rf"{_START}{_THE}{_DAY}{_BETWEEN}(?:of[ ])?{_THE}\d{{1,2}}(?:st|nd|rd|th)?{_BETWEEN}{_YEAR}{_END}",
            0.4,
        ),
        ("month first", rf"{_START}(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/{_YEAR}{_END}", 0.4),
        (
            "year first",
            rf"{_START}(?:19|20)\d\d[\-/. ](?:0?[1-9]|1[0-2])[\-/. ](?:0?[1-9]|[12]\d|3[01])(?![\w/.\-])",
            0.4,
        ),
        (
            "run together",
            rf"{_START}(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)(?![\w/]|[.,]\d)",
            0.2,
        ),
        (
            "in words",
            rf"(?<!\w){_THE}(?:{_DAY_WORDS}|{_DAY})(?:[ ]of)?[ ]{_MONTH}[ ,]{{1,2}}(?:{_YEAR_WORDS}|{_YEAR})(?!\w)",
            0.4,
        ),
        (
            "in words, month first",
            rf"(?<!\w){_MONTH}[ ]{_THE}(?:{_DAY_WORDS}|{_DAY})[ ,]{{1,2}}{_YEAR_WORDS}(?!\w)",
            0.4,
        ),
    )
    phrases = ("birth", "bear", "born", "dob", "d.o.b", "birthday", "birthdate", "bday", "d.o.b.", "date of birth")
    _GENERATION = 16

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._today = today

    def rate(self, value: str, score: float) -> float:
        """Weak by itself; a year of a past generation is enough; a year to come is an appointment."""
        year = _year_of(value)
        if year is None:
            return score
        if year <= self._today().year - self._GENERATION:
            return max(score, 0.55)
        return score if year < self._today().year else 0.09


def _year_of(value: str) -> int | None:
    """The last year in figures with four digits, when there is one."""
    years = _FULL_YEAR.findall(value)
    return int("".join(years[-1])) if years else None
