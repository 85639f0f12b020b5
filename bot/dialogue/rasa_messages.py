"""How an action's conclusion and replies travel through Rasa: as the `custom` part of a bot message."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.turn import Conclusion, Reply

_CONCLUSION = TypeAdapter(Conclusion)
_REPLY = TypeAdapter(Reply)


def said(tracker: Tracker) -> str:
    """The resident's last message with its placeholders. (What Rasa parsed has words for them: "my address".)"""
    return next((event.get("text") or "" for event in reversed(tracker.events) if event["event"] == "user"), "")


def utter(dispatcher: CollectingDispatcher, conclusion: Conclusion, *replies: Reply) -> None:
    """Says each reply; the first carries the turn's conclusion."""
    for number, reply in enumerate(replies):
        custom: dict[str, Any] = {"reply": _REPLY.dump_python(reply, mode="json")}
        if number == 0:
            custom["conclusion"] = _CONCLUSION.dump_python(conclusion, mode="json")
        buttons = [{"title": b.title, "payload": choice_payload(b.choice)} for b in reply.buttons]
        dispatcher.utter_message(text=reply.text, buttons=buttons, json_message=custom)


def choice_payload(choice: str) -> str:
    """A button's choice in Rasa's own notation, so that `rasa shell` can press it too."""
    return "/choose" + json.dumps({"choice": choice})


def read(messages: Iterable[dict[str, Any]]) -> tuple[Conclusion | None, tuple[Reply, ...]]:
    """The conclusion and replies in Rasa's outgoing messages, in order; None when no action concluded.

    The first conclusion stands: a form that goes on after an answer in between asks, and concludes nothing.
    """
    conclusion: Conclusion | None = None
    replies: list[Reply] = []
    for message in messages:
        custom = message.get("custom") or {}
        if conclusion is None and "conclusion" in custom:
            conclusion = _CONCLUSION.validate_python(custom["conclusion"])
        if "reply" in custom:
            replies.append(_REPLY.validate_python(custom["reply"]))
        elif message.get("text"):
            replies.append(Reply(message["text"]))
    return conclusion, tuple(replies)
