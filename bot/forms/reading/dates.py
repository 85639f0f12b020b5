"""Days as people say them: "the 15th", "next Tuesday", "a week on Friday", "after the bank holiday".

What is written out goes to dateparser; what is said the British way is worked out here. dateparser never sees a whole
sentence: it takes small words for dates ("may", "sun", "on").
"""

from __future__ import annotations

import calendar
import re
import warnings
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from bot.forms.reading.numbers import NUMBER, value_of
from bot.forms.reading.today import Today
from knowledge.pack.holiday_names import HOLIDAY, working_day_beside
from redaction.text.number_words import DAYS_OF_THE_MONTH, any_of

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_FULL_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues?|wed|thurs?|fri"  # "sat" and "sun" alone are other words too
)
MONTHS = {
    name.lower(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number], *(("sept",) if number == 9 else ()))
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_WORDED_NTH = re.compile(rf"\b{any_of(DAYS_OF_THE_MONTH)}\b(?! thing| one| week| available| option)")
_FAR = 3  # years: nothing is booked, and little is reported, further from today

Read = Callable[[re.Match[str], Today, bool], date | None]


def read_date(text: str, today: Today, *, past: bool = False) -> date | None:
    """The first day that `text` names; `past` looks back ("Tuesday" was the last one). None when it names none."""
    words = plain(text)
    for pattern, read in _GRAMMAR:
        found = pattern.search(words)
        if found is not None:  # what is written out and does not exist (31 February) is not read in another way
            day = read(found, today, past)
            return day if day is not None and abs(day.year - today.day.year) <= _FAR else None
    return None


def plain(text: str) -> str:
    """Lower case, single spaces, no commas, ordinals in figures: "the fifteenth" is "the 15th"."""
    words = " ".join(text.lower().replace("’", "'").replace(",", " ").split())
    return _WORDED_NTH.sub(lambda found: f"{DAYS_OF_THE_MONTH[found[0]]}th", words)


def add_months(day: date, months: int) -> date:
    """The date so many months after a day; the month's last day where it has no such day."""
    later: date = day + relativedelta(months=months)
    return later


def warm_up() -> None:
    """Loads what the first date would wait for: about a second."""
    for text in ("3 May 2027", "after christmas"):
        read_date(text, Today(date(2026, 1, 1)))


def _written(found: re.Match[str], today: Today, past: bool) -> date | None:
    """A day that is written out, by dateparser: the day comes before the month, the year is the nearest one."""
    day, now = _parsed(found[0], today.day, past), today.day
    return None if day is None or (found["year"] is None and (day < now) is not past and day != now) else day


def _parsed(text: str, today: date, past: bool) -> date | None:
    from dateparser import parse

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "past" if past else "future",
        "RELATIVE_BASE": datetime.combine(today, time.min),
        "REQUIRE_PARTS": ["day", "month"],
        "TIMEZONE": "Europe/London",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about days without a year
        day = parse(re.sub(r"\bof\b|\bthe\b", " ", text), languages=["en"], settings=settings)
    return day.date() if day is not None else None


def _iso(found: re.Match[str], today: Today, past: bool) -> date | None:
    return _day(int(found[1]), int(found[2]), int(found[3]))


def _nth(found: re.Match[str], today: Today, past: bool) -> date | None:
    """ "The 15th": the nearest one that there is, on the right side of today."""
    for months in range(12):
        first = add_months(today.day.replace(day=1), -months if past else months)
        day = _day(first.year, first.month, int(found["nth"]))
        if day is not None and (day <= today.day if past else day >= today.day):
            return day
    return None


def _near(found: re.Match[str], today: Today, past: bool) -> date | None:
    word = found["near"]
    if word.startswith("day"):
        return today.day + timedelta(days=2 if word.endswith(("tomorrow", "tmrw")) else -2)
    return today.day + timedelta(days={"y": -1, "t": 0}[word[0]] + word.startswith(("tom", "tm")))


def _weekday(found: re.Match[str], today: Today, past: bool) -> date | None:
    """ "Tuesday" is the next one, "this Tuesday" the nearest, "next Tuesday" that of next week, "last" the last."""
    which, wanted = found["which"] or "", _index(found["day"])
    ahead = (wanted - today.day.weekday()) % 7
    if which == "next":
        return _monday(today.day) + timedelta(days=7 + wanted)
    if which in ("last", "past") or past:
        return today.day - timedelta(days=7 - ahead if ahead or which == "last" else 0)
    return today.day + timedelta(days=ahead if which == "this" else ahead or 7)


def _on(found: re.Match[str], today: Today, past: bool) -> date | None:
    """ "A week on Friday", "Friday week", "a fortnight on Monday", "two weeks tomorrow"."""
    weeks = _amount(found["n"] or "a") * (2 if found["u"] == "fortnight" else 1)
    start = found["start"]
    if start in ("today", "now"):
        day = today.day
    elif start.startswith("tom"):
        day = today.day + timedelta(days=1)
    else:
        day = today.day + timedelta(days=(_index(start) - today.day.weekday()) % 7)
    return day + timedelta(weeks=weeks)


def _later(found: re.Match[str], today: Today, past: bool) -> date | None:
    """ "In three days", "two weeks ago", "a month from now"."""
    count = _amount(found["n"]) * (-1 if found["ago"] == "ago" else 1)
    if count > 400:
        return None
    if found["u"] == "month":
        return add_months(today.day, count)
    return today.day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[found["u"]])


def _week(found: re.Match[str], today: Today, past: bool) -> date | None:
    return _monday(today.day) + timedelta(days=-7 if found["which"] == "last" else 7)


def _weekend(found: re.Match[str], today: Today, past: bool) -> date | None:
    saturday = _monday(today.day) + timedelta(days=5)
    return saturday + timedelta(days={"last": -7, "next": 7}.get(found["which"] or "", -7 if past else 0))


def _holiday(found: re.Match[str], today: Today, past: bool) -> date | None:
    return working_day_beside(found["holiday"], found["side"] or "", today.calendar, today.day, past=past)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _amount(word: str) -> int:
    return 1 if word in ("a", "an") else value_of(word)


def _index(name: str) -> int:
    return _DAYS.index(name[:3])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_OLD = r"(?P<year>20\d\d)"
_UNIT = r"(?P<u>day|week|fortnight|month)s?"
_COUNT = rf"(?P<n>an?|{NUMBER})"
_START = rf"(?P<start>today|now|tomorrow|{_DAY})"
_SIDE = r"(?:(?P<side>before|after) (?:the )?(?:next )?)?(?:the )?"
_GRAMMAR: tuple[tuple[re.Pattern[str], Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)", _iso),
        (r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}(?:[/.-](?P<year>20\d\d|\d\d))?(?![\d/.-]\d|\d| ?(?:am|pm))", _written),
        (rf"\b{_NTH} (?:of )?{MONTH}(?: {_OLD})?\b", _written),
        (rf"\b{MONTH} (?:the )?{_NTH}(?: {_OLD})?(?!\d|:|\.\d| ?(?:am|pm))", _written),
        (rf"(?<!this )(?<!next )(?<!last )\b(?:{_COUNT} )?(?P<u>week|fortnight)s? (?:on |from )?{_START}\b", _on),
        (rf"\b{_START} (?P<u>week|fortnight)(?P<n>)\b", _on),
        (
            r"\b(?P<near>day (?:after|before) (?:tomorrow|yesterday)|yesterday|tomorrow|tmrw|tomoz|tomo)\b(?! week)",
            _near,
        ),
        (rf"\bin {_COUNT} {_UNIT}(?:'?s?' time)?(?P<ago>)\b", _later),
        (rf"\b{_COUNT} {_UNIT} (?P<ago>ago|from (?:now|today)|later)\b", _later),
        (rf"\b{_SIDE}(?P<holiday>{HOLIDAY})\b", _holiday),
        (r"\bthe (?P<nth>\d{1,2})(?:st|nd|rd|th)\b", _nth),
        (r"(?<![\d/.:£-])(?P<nth>\d{1,2})(?:st|nd|rd|th)\b(?! (?:street|avenue|floor|road|time|one))", _nth),
        (rf"\b(?P<which>this|next|last|past) (?:coming )?(?P<day>{_DAY})\b", _weekday),
        (rf"\b(?P<day>{_FULL_DAY})s?(?P<which>)\b", _weekday),
        (r"^(?:(?:on|this) )?(?P<day>sat|sun|mon)(?P<which>)(?: please)?[.!]?$", _weekday),
        (r"\b(?P<near>today|tonight)\b", _near),
        (r"\b(?:the )?(?P<which>next|last) week\b(?! or)", _week),
        (r"\b(?:(?P<which>this|next|last|the) )?weekend\b", _weekend),
    )
)
