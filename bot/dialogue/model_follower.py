"""A running server follows the pointer to the model in use: no restart, and no turn is dropped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Protocol

import structlog

from bot.training.model_store import ModelStore

EVERY = 2.0  # seconds between two looks

log = structlog.get_logger(__name__)


class ChangeableModel(Protocol):
    """What answers with a model, and can change to another."""

    @property
    def model(self) -> Path:
        """The file of the model that answers."""

    def change_to(self, model: Path) -> None:
        """Returns when the other model answers. Raises when it cannot; the one before then goes on."""


class ModelFollower:
    """Looks at the pointer every few seconds while it runs."""

    def __init__(self, engine: ChangeableModel, model_store: ModelStore, every: float = EVERY) -> None:
        self._engine, self._store, self._every = engine, model_store, every
        self._seen = engine.model.name.removesuffix(".tar.gz")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look at the model pointer every few seconds."""
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        """Ends; a model that is being loaded is not used any more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """Changes the model if the pointer has moved. One that does not load is told once, and not tried again."""
        wanted = self._store.current()
        if wanted is None or wanted == self._seen:
            return
        self._seen = wanted
        try:
            await asyncio.to_thread(self._engine.change_to, self._store.file(wanted))
        except Exception as error:  # whatever is wrong with the new model, the one in use goes on answering
            log.error("model_not_changed", digest=wanted, error=type(error).__name__)
        else:
            log.info("model_changed", digest=wanted)

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.look()
            except OSError as error:  # the folder may be away for a moment
                log.warning("model_pointer_not_read", error=type(error).__name__)
