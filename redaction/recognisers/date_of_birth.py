"""Dates of birth: a whole date where the words around say birth, where it is all the reply, or in a past generation.

A day and month alone, a tax year, a time and a year alone stay.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import regex

from redaction.recognisers.identifier import Identifier

_MONTH = r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:[ ]?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:1[89]|20)[ ]?\d\d|'?\d\d)"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[ \-](?:{_UNITS}))?|{_TEENS}|(?:oh|o)[ ](?:{_UNITS})|{_UNITS})"
_YEAR_WORDS = rf"(?:(?:nineteen|twenty)(?:[ ]hundred)?[ ](?:and[ ])?{_BELOW_HUNDRED}|two[ ]thousand(?:[ ](?:and[ ])?{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
_DAY_WORDS = (
    r"(?:(?:twenty|thirty)[ \-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_LEAD = r"(?<![\w£/.\-])(?:the[ ])?"
_END = r"(?![\w/]|[.,:]\d)"
_FULL_YEAR = regex.compile(r"(?<!\d)(1[89]|20)[ ]?(\d\d)(?!\d)")


class DateOfBirth(Identifier):
    label = "DATE_OF_BIRTH"
    shapes = (
        ("day month year", rf"{_LEAD}{_DAY}[ \-/.,]{{0,2}}(?:of[ ])?(?:the[ ])?{_MONTH}[ \-/.,']{{0,3}}(?:of[ ])?{_YEAR}{_END}", 0.4),
        ("month day year", rf"(?<![\w]){_MONTH}[ \-/.,]{{1,2}}(?:the[ ])?{_DAY}[ \-/.,]{{1,3}}{_YEAR}{_END}", 0.4),
        ("figures", rf"{_LEAD}(?:{_DAY})(?:[ ]?[/.\-][ ]?|[ ])(?:of[ ])?(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?(?:[ ]?[/.\-][ ]?|[ ]){_YEAR}{_END}", 0.4),
        ("american figures", rf"(?<![\w£/.\-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/{_YEAR}{_END}", 0.4),
        ("year first", r"(?<![\w£/.\-])(?:19|20)\d\d[\-/. ](?:0?[1-9]|1[0-2])[\-/. ](?:0?[1-9]|[12]\d|3[01])(?![\w/.\-])", 0.4),
        ("run together", r"(?<![\w£/.\-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d)(?![\w/]|[.,]\d)", 0.2),
        ("words", rf"(?<!\w)(?:the[ ])?(?:{_DAY_WORDS}|{_DAY})(?:[ ]of)?[ ]{_MONTH}[ ,]{{1,2}}(?:{_YEAR_WORDS}|{_YEAR})(?!\w)", 0.4),
        ("words, month first", rf"(?<!\w){_MONTH}[ ](?:the[ ])?(?:{_DAY_WORDS}|{_DAY})[ ,]{{1,2}}(?:{_YEAR_WORDS})(?!\w)", 0.4),
    )  # fmt: skip
    phrases = ("birth", "bear", "born", "dob", "d.o.b", "birthday", "birthdate", "bday", "date of birth")
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
    """The year in figures with four digits, when there is one."""
    match = None
    for match in _FULL_YEAR.finditer(value):
        pass
    return int(match[1] + match[2]) if match else None
