"""The words of notices, from wording.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from api.db.tables.notice_kinds import Channel, NoticeKind

FILE = Path(__file__).with_name("wording.yml")
_FACT = re.compile(r"\(\((\w+)\)\)")


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A notice as it reads. A text message has no subject."""

    subject: str
    body: str


def words(kind: NoticeKind, channel: Channel, facts: Mapping[str, str]) -> NoticeText:
    """The notice of this kind with these facts; lines whose facts are missing are left out."""
    entry = _wording()[kind]
    subject = _filled(entry["subject"], facts) if channel is Channel.EMAIL else ""
    return NoticeText(subject, _filled(entry[channel.value], facts))


def _filled(text: str, facts: Mapping[str, str]) -> str:
    lines = (line for line in text.splitlines() if all(facts.get(name) for name in _FACT.findall(line)))
    return "\n".join(_FACT.sub(lambda found: facts[found[1]], line) for line in lines).strip()


@cache
def _wording() -> Mapping[NoticeKind, Mapping[str, str]]:
    """Every kind has a subject, an email and a text message, or the start fails here."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {kind: {part: read[kind.value][part] for part in ("subject", *Channel)} for kind in NoticeKind}
