"""policy.yml as a checked, frozen value: weights, thresholds, replies and button titles."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

POLICY = Path(__file__).with_name("policy.yml")
WELSH_WORDS = Path(__file__).with_name("policy.cy.yml")

ReplyName = Literal[
    "welcome", "greet", "thanks", "goodbye", "affirm", "deny", "repeat", "start_again", "bot_challenge", "abuse",
    "clarify", "unknown", "elsewhere", "elsewhere_phone", "out_of_scope", "routed", "also", "instead", "declined",
    "asked_again", "all_said", "not_understood", "routed_language", "urgent", "reported", "card_only", "failed",
    "refused", "sealed", "unreadable", "no_page", "frozen", "stuck", "english_questions",
]  # fmt: skip
ButtonName = Literal["person", "report", "team", "go_on", "none_of_these"]
FormPhrase = Literal[
    "begin", "noted", "resume", "again", "first", "change_what", "may_skip", "too_many", "stopped", "why",
    "yours", "check_book", "check_send", "ask_book", "ask_send", "price", "hint_yes_no", "hint_choice", "hint_items",
    "hint_number", "hint_date", "hint_slot", "hint_address", "hint_place", "hint_name", "hint_phone", "hint_email",
    "hint_text", "hint_photo", "hint_reference", "hint_postcode", "button_start_book", "button_start_report",
    "button_person", "button_skip", "button_yes", "button_no", "button_book", "button_send", "button_change",
    "button_stop", "button_resume", "half_filled", "needed", "left", "begin_sombre", "stopped_sombre",
    "ask_book_sombre", "ask_send_sombre",
]  # fmt: skip


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weights(_Part):
    """How much each witness counts. `untaught` stands for those that cannot know a service because it came later;
    `in_hand` is added for the service that the conversation was about so far."""

    intent: float
    spelling: float
    closest: float
    nearest: float
    dense: float
    lexical: float
    named: float
    untaught: float
    in_hand: float = Field(ge=0)


class ScopePolicy(_Part):
    """How much a message looks like council business, as log-odds."""

    base: float
    best: float = Field(ge=0)
    stranger: float = Field(le=0)


class OtherBodyPolicy(_Part):
    """How much a message looks like another body's business, as log-odds."""

    base: float
    similarity: float = Field(ge=0)
    council: float = Field(le=0)
    confidence: float = Field(le=0)


class FollowUp(_Part):
    """How much a message is about the service in hand, as log-odds (`FollowUpFeatures`)."""

    base: float
    opens: float
    points: float
    words: float
    page: float
    gap: float
    lead: float
    stranger: float


class TwoNeeds(_Part):
    """How surely a message holds two needs, as log-odds; see bot/understanding/needs.py."""

    base: float
    confidence: float
    strength: float
    share: float


class LanguagePolicy(_Part):
    """When a message is in another language: probability of English, and share of the council's words, below these."""

    english: float = Field(gt=0, lt=1)
    known: float = Field(gt=0, lt=1)


class Wording(_Part):
    """Replies and titles of buttons in one language."""

    replies: dict[ReplyName, str]
    buttons: dict[ButtonName, str]


class Thresholds(_Part):
    """Where one outcome ends and the next begins. Probabilities; five are log-odds, `taught` is a utility."""

    answer: float = Field(ge=0, le=1)
    answer_brief: float = Field(ge=0, le=1)
    clarify: float = Field(ge=0, le=1)
    mention: float = Field(ge=0, le=1)
    scope: float
    elsewhere: float
    follow_up: float
    follow_up_against: float
    two_needs: float
    act: float = Field(ge=0, le=1)
    named: float = Field(ge=0, le=1)
    curse: float = Field(ge=0, le=1)
    taught: float


class Policy(Wording):
    """Everything about deciding and saying that is not code."""

    weights: Weights
    scope: ScopePolicy
    elsewhere: OtherBodyPolicy
    follow_up: FollowUp
    two_needs: TwoNeeds
    language: LanguagePolicy
    thresholds: Thresholds
    clarify_options: int = Field(ge=2, le=3)
    acts: dict[str, ReplyName]
    forms: dict[FormPhrase, str]
    person_acts: tuple[str, ...]


def load_policy(path: Path = POLICY) -> Policy:
    """The policy in `path`. Raises pydantic's ValidationError, which names each wrong field."""
    return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def load_welsh(path: Path = WELSH_WORDS) -> Wording:
    """Every reply and title in Welsh."""
    return Wording.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
