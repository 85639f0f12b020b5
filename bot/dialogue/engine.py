"""Rasa in process: safe text in, conclusion and replies out, on a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import structlog
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import Action

from bot.dialogue.rasa_messages import read
from bot.dialogue.state import CarriedTrackers
from bot.ports import EngineUnavailable
from bot.turn import DialogueState, Response
from bot.understanding.analysis import Parse
from bot.understanding.as_read import as_read
from bot.understanding.scores import intent_of
from redaction import Redacted

log = structlog.get_logger(__name__)
T = TypeVar("T")


class InProcessActions(EndpointConfig):
    """Rasa's action endpoint without HTTP: runs action instances, which took what they need in their constructors."""

    def __init__(self, actions: list[Action]) -> None:
        super().__init__(url="http://in-process.invalid", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(self, method: str = "post", subpath: str | None = None, **kwargs: Any) -> Any:
        """Runs the action named in the call. An exception of the action's is Rasa's to log; the turn then fails."""
        return await self._executor.run(kwargs["json"])


def trust_own_actions() -> None:
    """Lets Rasa take an action's answer as it is.

    It checks each answer against a JSON schema, and that schema against the schema of schemas, every time: about
    40 ms a turn, most of a turn. That protects it from action servers elsewhere. Ours are objects in this process, and
    rasa_sdk's executor has already checked their events.
    """
    RemoteAction._validate_action_result = lambda self, result: True


def remember_kinds_of_events() -> None:
    """Lets Rasa look up the class of an event once.

    It walks through all its classes for each event of a conversation, and each turn reads some forty of them.
    """
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


class Collector(OutputChannel):
    """Keeps Rasa's outgoing messages whole, in order."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Called by Rasa for each message."""
        self.messages.append(message)


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model in memory, with trackers of its own: they know its domain and no other."""

    agent: Agent
    trackers: CarriedTrackers

    @classmethod
    def from_file(cls, model: Path, actions: list[Action]) -> LoadedModel:
        """Loads a model; takes a second or two."""
        trackers = CarriedTrackers()
        agent = Agent.load(str(model), tracker_store=trackers, action_endpoint=InProcessActions(actions))
        return cls(agent, trackers)


NOTHING_SEEN: Mapping[str, Any] = {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": []}
MODEL_OF_TURN: ContextVar[LoadedModel] = ContextVar("answering")  # the model that a turn began with


class ModelDoesNotRun(Exception):
    """A model cannot be loaded, or cannot answer, with this code; the message names the fault."""


class DialogueEngine:
    """The dialogue. `warm_up` loads the model and starts the thread; `change_to` changes the model; `close` ends it.

    `make_actions` makes its actions, and is given what parses texts by the engine's own pipeline.
    """

    def __init__(self, model: Path, make_actions: Callable[[Parse], list[Action]], timeout: float = 10.0) -> None:
        self._model, self._timeout = model, timeout
        self._actions = make_actions(self._parse)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="rasa", daemon=True)
        self._loaded: LoadedModel | None = None

    @property
    def model(self) -> Path:
        """The file of the model that answers."""
        return self._model

    def warm_up(self) -> None:
        """Loads the model and answers once, so that the first resident does not wait. Raises ModelDoesNotRun."""
        if self._loaded is None:
            trust_own_actions()
            remember_kinds_of_events()
            self._thread.start()
            self._loaded = self._tried(self._model)

    def change_to(self, model: Path) -> None:
        """Loads another model beside the one that answers, tries it, and lets it answer from the next turn on.

        A turn keeps the model it began with. Raises ModelDoesNotRun; nothing has changed then. Not for the engine's own
        thread.
        """
        loaded = self._tried(model)
        self._model, self._loaded = model, loaded

    def _tried(self, model: Path) -> LoadedModel:
        try:
            loaded = LoadedModel.from_file(model, self._actions)
            work = self._turn(loaded, "hello", None, [])
            asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)
        except Exception as error:  # Rasa raises whatever it meets in a file
            raise ModelDoesNotRun(f"{model.name}: {type(error).__name__}") from error
        return loaded

    def close(self) -> None:
        """Ends the thread; a turn under way is cut off."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)

    async def respond(
        self, text: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        """See `bot.ports.Dialogue`."""
        said = str(text) if language else as_read(text)
        return await self._on_thread(self._turn(self._warm(), said, choice, state, language))

    async def parse(self, texts: Sequence[Redacted]) -> list[dict[str, Any]]:
        """Rasa's understanding of each text alone: intent, ranking, nearest examples."""
        return await self._on_thread(self._parse(texts))

    async def _parse(self, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Rasa's parse of each text, on the engine's own thread: for its actions.

        All texts go through Rasa's graph in one run: an agent's own `parse_message` takes one, and costs as much again
        for each.
        """
        processor = (MODEL_OF_TURN.get(None) or self._warm()).agent.processor
        inputs = {PLACEHOLDER_MESSAGE: [UserMessage(text) for text in texts], PLACEHOLDER_TRACKER: None}
        target = processor.model_metadata.nlu_target
        parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        return [{**NOTHING_SEEN, **message.as_dict(only_output_properties=True)} for message in parsed]

    def _warm(self) -> LoadedModel:
        if self._loaded is None:
            raise EngineUnavailable("the engine is not warm")
        return self._loaded

    async def _on_thread(self, work: Coroutine[Any, Any, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout)
        except TimeoutError as slow:
            raise EngineUnavailable("the dialogue took too long") from slow

    async def _turn(
        self, loaded: LoadedModel, text: str, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        sender, channel = uuid.uuid4().hex, Collector()
        MODEL_OF_TURN.set(loaded)  # each turn is a task of its own, and so has a context of its own
        loaded.trackers.put(sender, state)
        try:
            await loaded.agent.handle_message(_user_message(text, choice, language, sender, channel))
            conclusion, replies = read(channel.messages)
            state = loaded.trackers.take(sender)
        except Exception as error:
            log.error("turn_failed", error=type(error).__name__)
            raise EngineUnavailable("the dialogue failed") from None
        finally:
            loaded.trackers.drop(sender)
        if conclusion is None:
            raise EngineUnavailable("no action came to a conclusion")
        return Response(conclusion, replies, state)


def _user_message(text: str, choice: str | None, language: str | None, sender: str, channel: Collector) -> UserMessage:
    """A message for Rasa. A button, and what is not English, needs no understanding: it is given, never parsed."""
    parsed = _chosen(text, choice) if choice else _foreign(text, language) if language else None
    return UserMessage(text, channel, sender, parse_data=parsed, input_channel="reeve")


def _foreign(text: str, language: str) -> dict[str, Any]:
    return {"text": text, "intent": {"name": None, "confidence": 0.0}, "entities": [], "language": language}


def _chosen(text: str, choice: str) -> dict[str, Any]:
    kind, _, slug = choice.partition(":")
    if kind == "service":
        name, entities = intent_of(slug), []
    else:
        name, entities = "choose", [{"entity": "choice", "value": choice}]
    intent = {"name": name, "confidence": 1.0}
    nearest = [{"intent": name, "similarity": 1.0, "closest": 1.0}]
    certain = {"intent": intent, "intent_ranking": [intent], "spelling": [intent], "nearest": nearest}
    return {"text": text, "entities": entities, "choice": choice, **certain}
