"""The least that a message must say before it is answered: words that the council's pages or the examples know.

A classifier is sure of something for every text, of "12" and of keys hit at random too. So a verdict counts only as
far as the words do that it rests on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import Enum, auto

from bot.policy import Policy
from bot.understanding.decide import BRIEF, Answer, Clarify, Unknown, Verdict
from knowledge.search.lexical import content_words

Knows = Callable[[str], bool]  # whether a word, in lower case, is one of the pages' or the examples'


class Evidence(Enum):
    """How much of what a message says is known."""

    NONE = auto()
    PART = auto()
    ENOUGH = auto()


def evidence(text: str, knows: Knows) -> Evidence:
    """Whether any word with a meaning of its own is known; of one or two words, whether each is. Figures are none."""
    known = [knows(word) for word in content_words(text) if not word.isdigit()]
    if not any(known):
        return Evidence.NONE
    return Evidence.ENOUGH if all(known) or len(text.split()) > BRIEF else Evidence.PART


def grounded(verdict: Verdict, said: Evidence, policy: Policy) -> Verdict:
    """The verdict as far as what was said bears it out: where all of it must be asked, no service is named."""
    match verdict.decision, said:
        case Answer() | Clarify() | Unknown(), Evidence.NONE:
            return dataclasses.replace(verdict, decision=Unknown(readable=False))
        case Answer(), Evidence.PART:
            likely = verdict.services[: policy.clarify_options]
            return dataclasses.replace(verdict, decision=Clarify(tuple(each.slug for each in likely)))
    return verdict
