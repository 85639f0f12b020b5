"""The line with back ends in memory, around the mind of all tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from api.assistant import Assistant
    from bot.reception.reception import Reception
    from tests.support.bot.backends import BulkyBackend, HighwaysBackend, RegistrarsBackend
    from tests.support.bot.talk import Talk

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture(scope="session")
def all_backends() -> tuple[BulkyBackend, RegistrarsBackend, HighwaysBackend]:
    """A booking, one that may refuse, and a report."""
    from tests.support.bot.backends import BulkyBackend, HighwaysBackend, RegistrarsBackend

    return BulkyBackend(TODAY), RegistrarsBackend(), HighwaysBackend()


@pytest.fixture(scope="session")
def line(
    assistant: Assistant, all_backends: tuple[BulkyBackend, RegistrarsBackend, HighwaysBackend]
) -> Iterator[Reception]:
    """The line, with an engine that has back ends."""
    from api.assistant import make_languages, make_reception
    from bot.assemble import make_engine
    from bot.policy import load_policy
    from bot.reception.references import NewReference

    policy, references = load_policy(), NewReference("NB")
    engine = make_engine(
        assistant.engine.model,
        assistant.live,
        assistant.other_bodies,
        assistant.encoder,
        policy,
        assistant.council,
        references,
        assistant.taught,
        20.0,
        all_backends,
        lambda: TODAY,
    )
    engine.warm_up()
    languages = make_languages(assistant.council, policy)
    yield make_reception(
        assistant.council, assistant.redactor, assistant.crisis, languages, engine, assistant.phrases, references
    )
    engine.close()


@pytest.fixture
def bulky(all_backends: tuple[BulkyBackend, RegistrarsBackend, HighwaysBackend]) -> BulkyBackend:
    """The back end that collects."""
    backend = all_backends[0]
    backend.gone.clear()
    return backend


@pytest.fixture
def talk(line: Reception, all_backends: object) -> Talk:
    """Somebody who has just opened the chat."""
    from tests.support.bot.talk import Talk

    return Talk(line)
