"""Addresses that are offered to a resident, shown to that resident.

Everything stored of a message holds placeholders. While a question is open, its options must be read to be chosen from,
and the one just chosen is read back; so whoever holds the conversation's token is shown what they stand for, in the
newest message only. Nobody else is, and later it is hidden for the resident too.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from html import escape

from api.conversation.schemas import Button, Message
from api.kernel.errors import NotFound
from redaction.text.placeholders import break_up, expression

_ADDRESS = expression("ADDRESS")
_WHOLE, _READ_BACK = re.compile(_ADDRESS), re.compile(f"“({_ADDRESS})”")


def offers(messages: Sequence[Message]) -> bool:
    """Whether the newest of these messages has something to show."""
    return bool(messages) and bool(_hidden_in(messages[-1]))


async def shown(messages: list[Message], reveal: Callable[[str], Awaitable[str]]) -> list[Message]:
    """The messages, with what the newest one offers in clear."""
    newest = messages[-1]
    clear = {each: await _opened(each, reveal) for each in _hidden_in(newest)}
    buttons = [Button(title=clear.get(each.title, each.title), choice=each.choice) for each in newest.buttons]
    text, html = newest.text, newest.html or ""
    for placeholder, value in clear.items():
        text = text.replace(f"“{placeholder}”", f"“{value}”")
        html = html.replace(f"“{escape(placeholder)}”", f"“{escape(value)}”")
    return [*messages[:-1], newest.model_copy(update={"buttons": buttons, "text": text, "html": html or None})]


def _hidden_in(message: Message) -> list[str]:
    if message.sender != "bot":
        return []
    titles = [each.title for each in message.buttons if _WHOLE.fullmatch(each.title)]
    return list(dict.fromkeys([*titles, *_READ_BACK.findall(message.text)]))


async def _opened(placeholder: str, reveal: Callable[[str], Awaitable[str]]) -> str:
    try:
        return break_up(await reveal(placeholder))  # it is read again for placeholders on its way to the screen
    except NotFound:  # erased meanwhile
        return placeholder
