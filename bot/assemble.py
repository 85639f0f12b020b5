"""Puts the bot together from what it is given: one place for the application, the command line and the tests."""

from __future__ import annotations

from pathlib import Path

from rasa_sdk import Action

from bot.actions.carry_out import CarryOut
from bot.actions.choose import ActionChoose
from bot.actions.hand_over import HandOver
from bot.actions.say import Phrases
from bot.actions.triage import ActionTriage
from bot.answers import Answers
from bot.consider import Considering
from bot.council import Council
from bot.elsewhere import OtherBodies
from bot.engine import Engine
from bot.hearing import Listener, Parse
from bot.policy import Policy
from bot.ports import Library, References
from knowledge.encoder import Encoder


def make_engine(
    model: Path,
    library: Library,
    other_bodies: OtherBodies,
    encoder: Encoder,
    policy: Policy,
    council: Council,
    references: References,
    timeout: float,
) -> Engine:
    """The dialogue engine with its actions; not warm yet."""
    phrases = Phrases(policy, council)
    hand_over = HandOver(council, references)
    answers = Answers(encoder)
    answers.warm_up(page.title for page in council.pack.pages)
    carry_out = CarryOut(answers, policy, council, phrases, hand_over)

    def actions(parse: Parse) -> list[Action]:
        listener = Listener(parse, other_bodies, encoder)
        considering = Considering(listener, library, policy, council.slugs)
        return [ActionTriage(considering, carry_out), ActionChoose(phrases, hand_over)]

    return Engine(model, actions, timeout)
