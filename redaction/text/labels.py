"""The labels of personal data, and the words that stand for a hidden detail; the words are in labels.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import yaml

TABLE = Path(__file__).with_name("labels.yml")

Label = Literal[
    "PERSON",
    "ADDRESS",
    "UK_POSTCODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "UK_NINO",
    "UK_NHS",
    "DATE_OF_BIRTH",
    "BANK_ACCOUNT",
    "CREDIT_CARD",
    "UK_VEHICLE",
    "UK_PASSPORT",
    "UK_DRIVING_LICENCE",
    "COUNCIL_REFERENCE",
    "IP_ADDRESS",
]
LABELS: tuple[Label, ...] = get_args(Label)


@dataclass(frozen=True, slots=True)
class LabelWords:
    """The words for one label: `words` are those that people read, `model` those that a classifier reads."""

    words: str
    model: str


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The words of every label, and the four ways in which people read them."""

    one: str
    numbered: str
    value: str
    in_form: str
    labels: Mapping[Label, LabelWords]

    def hidden(self, label: Label) -> str:
        """What a resident reads: "[name hidden]"."""
        return self.one.format(words=self.labels[label].words)

    def hidden_number(self, label: Label, number: int) -> str:
        """What tells one hidden value from the next: "[name 1 hidden]"."""
        return self.numbered.format(words=self.labels[label].words, number=number)

    def named(self, label: Label, number: int) -> str:
        """What staff choose a hidden value by: "name 1"."""
        return self.value.format(words=self.labels[label].words, number=number)

    def within(self, label: Label) -> str:
        """The words within a sentence: "the name"."""
        return self.in_form.format(words=self.labels[label].words)

    def for_model(self, label: Label) -> str:
        """What a classifier or a search reads: "my name"."""
        return self.labels[label].model


@cache
def label_table(path: Path = TABLE) -> LabelTable:
    """The table as labels.yml has it. Raises ValueError when a label has no words or a word no label."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if raw["labels"].keys() != set(LABELS):
        raise ValueError(f"{path.name} and the labels disagree on {sorted(raw['labels'].keys() ^ set(LABELS))}.")
    return LabelTable(**{**raw, "labels": {label: LabelWords(**raw["labels"][label]) for label in LABELS}})
