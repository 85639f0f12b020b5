"""Things with counts: "two mattresses and a sofa"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.forms.form import Choice
from bot.forms.reading.choices import _inflected, _names
from bot.forms.reading.numbers import NUMBER, read_number, value_of

_BETWEEN = r"(?:(?!(?:and|or|plus|with|the|to|for|on|at|no|not)\b)[a-z][a-z'-]*[ ]+){0,3}"
_COUNT = rf"(?:({NUMBER}|an?|another|the|my|some|no)[ ]*(?:x[ ]*)?{_BETWEEN})?"
_AFTER = rf"(?:[ ]*[x×][ ]*({NUMBER}))?"
_SOME = 2  # the fewest that a plural without a number can mean; what was understood is read back


# Somebody puts right what they have just said: "2 sofas no wait 3". Not "actually also a bed".
_INSTEAD = re.compile(
    r"(?<!\band)[,. ]++(?:(?:no|oh|wait|hang on|sorry|actually|i mean|make (?:it|that)|scratch that)\b[,. ]*+)*"
    r"(?:wait|hang on|sorry|actually|i mean|make (?:it|that)|scratch that)\b[,. ]*+(?:no\b[,. ]*+)?+"
    r"(?!and\b|also\b|plus\b|another\b)"
)


def read_items(text: str, choices: Sequence[Choice]) -> dict[str, int]:
    """Counts of the things that `text` names, by value; empty where it names none. "No sofa" is none.

    What is put right in the same breath replaces what came before it.
    """
    first, *better = _INSTEAD.split(" ".join(text.replace("’", "'").lower().split()))
    counts = _read(first, choices)
    for each in better:
        counts = _put_right(counts, _read(each, choices), read_number(each))
    return counts


def _put_right(before: dict[str, int], after: dict[str, int], number: int | None) -> dict[str, int]:
    """The counts with the last thing replaced by what was said instead: other things, or only another number."""
    *others, last = before or [""]
    kept = {value: before[value] for value in others}
    if not before or (set(after) & set(before)):
        return {**before, **after}
    if after:
        return {**kept, **after}
    return before if number is None else {**kept, last: number}


def _read(plain: str, choices: Sequence[Choice]) -> dict[str, int]:
    phrases = _phrases(choices)
    if not phrases:
        return {}
    things = "|".join(f"(?P<t{n}>{_inflected(name)})" for n, (name, _) in enumerate(phrases))
    finder = re.compile(rf"(?<![\w£]){_COUNT}(?<!\w)(?:{things})(?!\w){_AFTER}")
    counts: dict[str, int] = {}
    for found in finder.finditer(plain):
        name, value = phrases[_which(found)]
        thing = found[f"t{_which(found)}"]
        counts[value] = counts.get(value, 0) + _count(found[1] or found[found.re.groups], thing, name)
    return {value: count for value, count in counts.items() if count}


def as_value(counts: Mapping[str, int]) -> str:
    """Counts of items as one answer: "mattress=2,sofa=1"."""
    return ",".join(f"{value}={count}" for value, count in sorted(counts.items()))


def as_counts(value: str) -> dict[str, int]:
    """An answer such as "mattress=2,sofa=1" as counts of items."""
    pairs = (part.partition("=") for part in value.split(",") if part)
    return {name: int(count) for name, _, count in pairs}


def _phrases(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    """Every name with its value, longest first, so that "sofa bed" is no sofa."""
    named = {(name.lower(), choice.value) for choice in choices for name in _names(choice) if name.strip()}
    return sorted(named, key=lambda pair: (-len(pair[0]), pair))


def _which(found: re.Match[str]) -> int:
    return next(int(name[1:]) for name, text in found.groupdict().items() if text is not None)


def _count(said: str | None, thing: str, name: str) -> int:
    if said in ("a", "an", "another", "the", "my", "some", None):
        plural = thing.endswith("s") and not name.endswith("s")
        return _SOME if plural else 1
    return 0 if said == "no" else value_of(said)
