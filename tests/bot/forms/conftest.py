"""The line with offices in memory, around the mind of all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

if TYPE_CHECKING:
    from offices import BulkyOffice, HighwaysOffice, RegistrarsOffice
    from talk import Talk

    from api.mind import Mind
    from bot.reception import Reception

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.fixture(scope="session")
def all_offices() -> tuple[BulkyOffice, RegistrarsOffice, HighwaysOffice]:
    """A booking, one that may refuse, and a report."""
    from offices import BulkyOffice, HighwaysOffice, RegistrarsOffice

    return BulkyOffice(TODAY), RegistrarsOffice(), HighwaysOffice()


@pytest.fixture(scope="session")
def line(mind: Mind, all_offices: tuple[BulkyOffice, RegistrarsOffice, HighwaysOffice]) -> Iterator[Reception]:
    """The line, with an engine that has offices."""
    from api.mind import make_languages, make_reception
    from bot.assemble import make_engine
    from bot.policy import load_policy
    from bot.references import NewReference

    policy, references = load_policy(), NewReference("NB")
    engine = make_engine(
        mind.engine.model,
        mind.live,
        mind.other_bodies,
        mind.encoder,
        policy,
        mind.council,
        references,
        20.0,
        all_offices,
        lambda: TODAY,
    )
    engine.warm_up()
    languages = make_languages(mind.council, policy)
    yield make_reception(mind.council, mind.redactor, mind.crisis, languages, engine, mind.phrases, references)
    engine.close()


@pytest.fixture
def bulky(all_offices: tuple[BulkyOffice, RegistrarsOffice, HighwaysOffice]) -> BulkyOffice:
    """The office that collects."""
    office = all_offices[0]
    office.gone.clear()
    return office


@pytest.fixture
def talk(line: Reception, all_offices: object) -> Talk:
    """Somebody who has just opened the chat."""
    from talk import Talk

    return Talk(line)
