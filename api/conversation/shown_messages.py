"""Stored messages as the outside sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from pydantic import TypeAdapter

from api.conversation.schemas import Message
from api.db.base import now
from api.db.tables.conversations import MessageRecord
from bot.turn import Reply
from redaction.text.placeholders import break_up_in_html, find

BESIDE: Mapping[str, Any] = {  # of a reply; whom a card tells, and why there is a case, is the council's own business
    **dict.fromkeys(("lang", "link", "reviewed_on", "buttons", "wants"), True),
    "card": {"kind", "title", "lines", "leave_page"},
    "case": {"reference", "team"},
}
_REPLY = TypeAdapter(Reply)
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


def html(markdown: str) -> str:
    """Markdown as safe HTML: markup in the source comes out as text, and links go to http, mailto, tel or here.

    Placeholders of the source come out escaped. What markdown turned into one, such as `\\<PERSON_1>`, does not.
    """
    return break_up_in_html(str(_MARKDOWN.render(markdown)), set(map(str, find(markdown))))


def message(record: MessageRecord) -> Message:
    """A stored message as residents and staff see it. What a resident wrote stays text."""
    rendered = None if record.sender == "resident" else html(record.text)
    return Message(
        id=record.id,
        sender=record.sender,
        sender_name=record.sender_name,
        text=record.text,
        html=rendered,
        created_at=record.created_at,
        **record.extras,
    )


def unsaved(reply: Reply) -> Message:
    """A reply that no table holds: its id is 0."""
    return Message(id=0, sender="bot", text=reply.text, html=html(reply.text), created_at=now(), **extras(reply, None))


def messages(records: Sequence[MessageRecord]) -> list[Message]:
    """Stored messages as residents and staff see them, in the order given."""
    return [message(record) for record in records]


def extras(reply: Reply, team_name: str | None) -> dict[str, Any]:
    """The link, buttons, card and case beside a reply's text, as they are stored with the message."""
    beside = _REPLY.dump_python(reply, mode="json", include=BESIDE)
    shown: dict[str, Any] = {name: value for name, value in beside.items() if value}
    if team_name and reply.case:
        shown["case"]["team"] = team_name
    return shown
