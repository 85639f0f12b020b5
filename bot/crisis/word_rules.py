"""The small language of crisis.yml's word rules, and the matching of one sentence against many rules.

`hit|hits my? me`  these words side by side: `|` between alternatives, `?` after an optional one
`strangl*`         any ending; `step_dad` is two words as one alternative
`{partner} ... me` a named group of words; `..` leaves room for three words, `...` for seven
`{cold} & {baby}`  both in one sentence, in any order; `&&` both in one message; `& !{toy}` and not this one
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_GAPS = {"..": 3, "...": 7}
_REFERENCE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Plain words between single spaces, and the beginnings of each word, which rule most rules out at once."""

    text: str
    starts: frozenset[str] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Sentence:
        """`text` as `Spelling.sentences` gives it."""
        words = set(text.split())
        return cls(text, frozenset(word[:end] for word in words for end in range(1, len(word) + 1)) | _whole(words))


def _whole(words: set[str]) -> frozenset[str]:
    return frozenset(f"{word} " for word in words)


@dataclass(frozen=True, slots=True)
class Part:
    """One pattern; `needs` holds, for each of its words, the forms of which a sentence must have one."""

    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    wanted: bool = True

    def found_in(self, sentence: Sentence) -> bool:
        """Whether the pattern occurs in the sentence."""
        if any(need.isdisjoint(sentence.starts) for need in self.needs):
            return False
        return self.pattern.search(sentence.text) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """Parts that must (or must not) occur together, in one sentence or, with `anywhere`, in one message."""

    parts: tuple[Part, ...]
    anywhere: bool

    def holds(self, sentences: Sequence[Sentence]) -> bool:
        """Whether the rule holds for these sentences of one message."""
        if self.anywhere:
            return all(any(part.found_in(each) for each in sentences) == part.wanted for part in self.parts)
        return any(all(part.found_in(each) == part.wanted for part in self.parts) for each in sentences)


class Rulebook:
    """Many rules with a label each, found by their rarest words, so that most are never looked at."""

    def __init__(self, rules: Iterable[tuple[str, Rule]]) -> None:
        self._rules = tuple(rules)
        self._by_form: dict[str, list[int]] = {}
        for number, (_, rule) in enumerate(self._rules):
            needs = (need for part in rule.parts if part.wanted for need in part.needs)
            for form in min(needs, key=len):
                self._by_form.setdefault(form, []).append(number)

    def holding(self, sentences: Sequence[Sentence]) -> set[str]:
        """The labels of which a rule holds for these sentences of one message."""
        forms = frozenset[str]().union(*(each.starts for each in sentences))
        numbers = {number for form in forms for number in self._by_form.get(form, ())}
        held: set[str] = set()
        for number in sorted(numbers):
            label, rule = self._rules[number]
            if label not in held and rule.holds(sentences):
                held.add(label)
        return held


def parse(source: str, groups: Mapping[str, Sequence[str]]) -> Rule:
    """The rule written as `source`. Raises ValueError for an unknown group, an empty part or a stray sign.

    `groups` holds the entries of each group in the plain spelling; the words of the rule must be plain too.
    """
    anywhere = "&&" in source
    parts = tuple(_part(part.strip(), groups) for part in source.replace("&&", "&").split("&"))
    if not any(part.wanted for part in parts):
        raise ValueError(f"a word rule asks for nothing: {source!r}")
    return Rule(parts, anywhere)


def words_in(source: str) -> set[str]:
    """Every whole word that a rule or a group's entry spells out."""
    return set(re.findall(r"[a-z]+(?![a-z*])", _REFERENCE.sub(" ", source)))


def stems_in(source: str) -> set[str]:
    """Every stem of five letters or more that a rule or a group's entry spells out, without its star."""
    return set(re.findall(r"([a-z]{5,})\*", source))


def _part(source: str, groups: Mapping[str, Sequence[str]]) -> Part:
    wanted = not source.startswith("!")
    pattern, needs = "", []
    for element in source.removeprefix("!").split():
        if element in _GAPS:
            pattern += f"(?: [a-z0-9]+){{0,{_GAPS[element]}}}"
            continue
        optional = element.endswith("?")
        choices = _choices(element.removesuffix("?"), groups)
        one = " (?:" + "|".join(choice.replace("*", "[a-z0-9]*") for choice in choices) + ")(?= )"
        pattern += f"(?:{one})?" if optional else one
        if not optional:
            needs.append(frozenset(_first(choice) for choice in choices))
    if not needs:
        raise ValueError(f"a word rule has an empty part: {source!r}")
    return Part(re.compile(pattern), tuple(needs), wanted)


def _choices(element: str, groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The alternatives of one element, longest first."""
    choices: list[str] = []
    for choice in element.split("|"):
        if named := _REFERENCE.fullmatch(choice):
            if named[1] not in groups:
                raise ValueError(f"a word rule names the unknown group {named[1]!r}")
            choices += groups[named[1]]
        elif re.fullmatch(r"[a-z0-9_]+\*?", choice):
            choices.append(choice.replace("_", " "))
        else:
            raise ValueError(f"a word rule cannot be read at {choice!r}")
    return sorted(set(choices), key=len, reverse=True)


def _first(choice: str) -> str:
    """What a sentence must have for `choice`: the beginning of a word, or a whole word (marked by a space)."""
    word = choice.split(maxsplit=1)[0]
    return word.removesuffix("*") if word.endswith("*") else f"{word} "
