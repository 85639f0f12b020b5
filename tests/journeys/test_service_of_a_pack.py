"""A service that stands in a council's pack alone, without an intent and without training, is a full service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.assistant import Assistant, make_assistant
from api.reports.read_kinds import read_kinds
from api.settings import Settings
from bot.turn import Outcome
from tests.support.bot.talk import Talk
from tests.support.knowledge.growing_pack import growing_pack

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pack(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a council with two services more."""
    return growing_pack(settings.council_pack, tmp_path_factory.mktemp("grown") / "pack")


@pytest.fixture(scope="module")
def grown(settings: Settings, assistant: Assistant, pack: Path) -> Iterator[Assistant]:
    """Everything that answers for that council. `assistant` has made what both can share."""
    folder = pack.parent
    for name in ("models", "vectors", "graphs"):
        (folder / name).symlink_to(settings.data_dir / name)
    shutil.copytree(PROJECT / "var" / "index", folder / "index")
    made = make_assistant(settings.model_copy(update={"council_pack": pack, "data_dir": folder}))
    yield made
    made.engine.close()


@pytest.mark.parametrize(
    "text",
    [
        "is one of the wooden cabins free for half term",  # as it stands on the page
        "hello, where can we keep our deckchairs by the sea this summer please",
        "I want to rent a beach hut",
        "beach hut hire",
        "how much is a hut on the seafront for a week",
        "do you have any chalets by the sea left for august",
        "can I cancel my beach hut and get my money back",
    ],
)
async def test_it_is_recognised_and_answered(grown: Assistant, text: str) -> None:
    turn = await Talk(grown.reception).say(text)
    assert (turn.outcome, turn.conclusion.service) == (Outcome.ANSWERED, "beach-huts")
    assert turn.replies[0].link is not None and turn.replies[0].link.url == "/services/beach-huts"


async def test_its_button_answers_and_its_team_takes_over(grown: Assistant) -> None:
    talk = Talk(grown.reception)
    assert (await talk.say("Beach huts", "service:beach-huts")).outcome is Outcome.ANSWERED
    turn = await talk.say("Ask the Leisure team", "team:beach-huts")
    assert turn.outcome is Outcome.ROUTED
    assert [(case.team, case.service) for case in turn.cases] == [("leisure", "beach-huts")]


async def test_a_follow_up_stays_with_it(grown: Assistant) -> None:
    talk = Talk(grown.reception)
    await talk.say("I want to rent a beach hut")
    assert (await talk.say("and how much is it for a season?")).conclusion.service == "beach-huts"


async def test_what_is_reported_opens_a_case_with_its_team(grown: Assistant) -> None:
    talk = Talk(grown.reception)
    turn = await talk.say("the launching ramp is so slippery, my boat trailer slid off it")
    assert turn.conclusion.service == "slipway"
    turn = await talk.say("Report this now", "report:slipway")
    assert turn.outcome is Outcome.REPORTED
    assert [(case.team, case.service) for case in turn.cases] == [("parks", "slipway")]


def test_its_report_has_a_form(grown: Assistant, pack: Path) -> None:
    kinds = read_kinds(pack, grown.council.pack)
    assert kinds.kinds["slipway"].title == "Slipway or mooring"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("my bin was not emptied this morning", "missed-bin"),
        ("there is a big hole in our road", "pothole"),
        ("when is the swimming pool open on sunday", "leisure-centres"),
        ("how do i pay my council tax", "council-tax-pay"),
    ],
)
async def test_what_training_knew_stays_where_it_was(grown: Assistant, text: str, service: str) -> None:
    assert (await Talk(grown.reception).say(text)).conclusion.service == service
