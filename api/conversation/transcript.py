"""A conversation as plain text, for its resident to keep. What was hidden stays hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.conversation.hidden_words import copied
from api.conversation.schemas import Message
from api.conversation.wording import WORDING, say
from api.kernel.times import moment

WHO = WORDING.section("who")


def as_text(council: str, messages: Iterable[Message]) -> str:
    """Heading, and then each message with who wrote it and when (UK time)."""
    head = "\n".join([say("transcript.head", council=council), say("transcript.hidden"), ""])
    return f"{head}\n{said_by_all(messages)}"


def said_by_all(messages: Iterable[Message]) -> str:
    """Each message with who wrote it and when (UK time)."""
    return "\n".join("\n".join(_said(each)) + "\n" for each in messages)


def _said(message: Message) -> Iterator[str]:
    who = WHO[message.sender]
    yield f"{moment(message.created_at)}, {message.sender_name or who}:"
    yield copied(message.text)
    if message.card:
        yield message.card.title
        for line in message.card.lines:
            yield " ".join(each for each in (line.text, line.phone, line.url, line.hours) if each)
    if message.link:
        yield say("transcript.source", title=message.link.title, url=message.link.url)
    if message.case:
        yield say("transcript.reference", reference=message.case.reference, team=message.case.team)
