"""The crisis gate: recognises risk to life and safety in raw text, in memory, before anything else.

Two witnesses, either of which is enough: word rules, which need nothing but this file's neighbours, and meaning,
which compares each sentence with curated examples. The order of the kinds in crisis.yml settles a tie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, cast

import structlog

from bot.crisis_config import PLACEHOLDER, CrisisConfig, Nation, Number, load
from bot.crisis_meaning import Encodes, Meaning, Segment
from bot.crisis_text import Spelling, sentences_of
from bot.crisis_words import Part, Rule, Sentence, parse, words_in
from bot.turn import Card, CardLine
