"""Another model is promoted while residents write: nobody's turn is dropped."""

from __future__ import annotations

import shutil
import threading
import time

import httpx

from api.assistant import Assistant
from api.settings import Settings
from bot.training.model_store import ModelStore
from tests.support.journeys.conversation import Resident
from tests.support.journeys.served import served

OTHER = "0123456789abcdef"


def test_a_model_is_promoted_and_rolled_back_while_residents_write(settings: Settings, assistant: Assistant) -> None:
    model_store, first = ModelStore(settings.models_dir), assistant.engine.model
    shutil.copyfile(first, model_store.file(OTHER))
    model_store.promote(first.name.removesuffix(".tar.gz"))
    outcomes: list[str] = []
    try:
        with served(settings, assistant) as parts:
            writing = threading.Event()
            residents = [
                threading.Thread(target=keep_writing, args=(parts.settings.public_url, writing, outcomes))
                for _ in range(2)
            ]
            for each in residents:
                each.start()
            model_store.promote(OTHER)
            wait_for(assistant, model_store.file(OTHER).name)
            model_store.rollback()
            wait_for(assistant, first.name)
            writing.set()
            for each in residents:
                each.join(timeout=20)
    finally:
        (model_store.folder / "current").unlink()
        model_store.file(OTHER).unlink()
    assert len(outcomes) > 10
    assert set(outcomes) == {"answered"}


def keep_writing(url: str, writing: threading.Event, outcomes: list[str]) -> None:
    """Conversation after conversation, until told to stop."""
    with httpx.Client(base_url=url, timeout=20) as client:
        while not writing.is_set():
            outcomes.append(Resident(client).say("my bin was not emptied on monday")["outcome"])


def wait_for(assistant: Assistant, name: str) -> None:
    """Until that model answers."""
    for _ in range(300):
        if assistant.engine.model.name == name:
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} does not answer")
