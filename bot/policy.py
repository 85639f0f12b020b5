"""policy.yml as a checked, frozen value: weights, thresholds, replies and button titles."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

POLICY = Path(__file__).with_name("policy.yml")

ReplyName = Literal[
    "welcome", "greet", "thanks", "goodbye", "affirm", "deny", "repeat", "start_again", "bot_challenge", "abuse",
    "clarify", "unknown", "elsewhere", "elsewhere_phone", "out_of_scope", "routed", "urgent", "reported", "card_only",
    "failed", "refused", "sealed", "unreadable", "no_page",
]  # fmt: skip
ButtonName = Literal["person", "report", "team", "none_of_these"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weights(_Part):
    """How much each witness counts. `in_hand` is added for the service that the conversation was about so far."""

    intent: float
    spelling: float
    closest: float
    nearest: float
    dense: float
    lexical: float
    in_hand: float = Field(ge=0)


class Scope(_Part):
    """How much a message looks like council business, as log-odds."""

    base: float
    best: float = Field(ge=0)
    stranger: float = Field(le=0)


class Elsewhere(_Part):
    """How much a message looks like another body's business, as log-odds."""

    base: float
    similarity: float = Field(ge=0)
    council: float = Field(le=0)
    confidence: float = Field(le=0)


class Thresholds(_Part):
    """Where one outcome ends and the next begins. Probabilities; two are log-odds, `taught` is a utility."""

    answer: float = Field(ge=0, le=1)
    answer_brief: float = Field(ge=0, le=1)
    clarify: float = Field(ge=0, le=1)
    mention: float = Field(ge=0, le=1)
    scope: float
    elsewhere: float
    act: float = Field(ge=0, le=1)
    taught: float


class Policy(_Part):
    """Everything about deciding and saying that is not code."""

    weights: Weights
    scope: Scope
    elsewhere: Elsewhere
    thresholds: Thresholds
    clarify_options: int = Field(ge=2, le=3)
    acts: dict[str, ReplyName]
    person_acts: tuple[str, ...]
    replies: dict[ReplyName, str]
    buttons: dict[ButtonName, str]


def load_policy(path: Path = POLICY) -> Policy:
    """The policy in `path`. Raises pydantic's ValidationError, which names each wrong field."""
    return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
