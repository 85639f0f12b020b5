"""Another model is promoted while residents write: nobody's turn is dropped."""

from __future__ import annotations

import shutil
import threading
import time

import httpx
from conversation import Resident
from served import served

from api.mind import Mind
from api.settings import Settings
from bot.shelf import Shelf

OTHER = "0123456789abcdef"


def test_a_model_is_promoted_and_rolled_back_while_residents_write(settings: Settings, mind: Mind) -> None:
    shelf, first = Shelf(settings.models_dir), mind.engine.model
    shutil.copyfile(first, shelf.file(OTHER))
    shelf.promote(first.name.removesuffix(".tar.gz"))
    outcomes: list[str] = []
    try:
        with served(settings, mind) as parts:
            writing = threading.Event()
            residents = [
                threading.Thread(target=keep_writing, args=(parts.settings.public_url, writing, outcomes))
                for _ in range(2)
            ]
            for each in residents:
                each.start()
            shelf.promote(OTHER)
            wait_for(mind, shelf.file(OTHER).name)
            shelf.rollback()
            wait_for(mind, first.name)
            writing.set()
            for each in residents:
                each.join(timeout=20)
    finally:
        (shelf.folder / "current").unlink()
        shelf.file(OTHER).unlink()
    assert len(outcomes) > 10
    assert set(outcomes) == {"answered"}


def keep_writing(url: str, writing: threading.Event, outcomes: list[str]) -> None:
    """Conversation after conversation, until told to stop."""
    with httpx.Client(base_url=url, timeout=20) as client:
        while not writing.is_set():
            outcomes.append(Resident(client).say("my bin was not emptied on monday")["outcome"])


def wait_for(mind: Mind, name: str) -> None:
    """Until that model answers."""
    for _ in range(300):
        if mind.engine.model.name == name:
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} does not answer")
