"""Puts the bot together from what it is given: one place for the application, the command line and the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rasa_sdk import Action

from bot.actions.ask_form import AskForm
from bot.actions.carry_out import CarryOut
from bot.actions.choose import ActionChoose
from bot.actions.fill_form import FillForm
from bot.actions.finish import ActionFinish
from bot.actions.hand_over import HandOver
from bot.actions.say import Phrases, Starters
from bot.actions.triage import ActionTriage
from bot.council import Council
from bot.dialogue.engine import Engine
from bot.dialogue.service_answers import Answers
from bot.forms.backends import FormBackends
from bot.forms.filling import ANSWERED, CONFIRMED
from bot.forms.form_wording import FormWords
from bot.forms.reading.dates import warm_up
from bot.policy import Policy
from bot.ports import FormBackend, Library, References
from bot.turn import Button
from bot.understanding.analysis import Analyser, Parse
from bot.understanding.interpret import Interpreter
from bot.understanding.other_bodies import OtherBodies
from knowledge.search.encoder import Encoder


def london_today() -> date:
    """The council's own day."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def make_engine(
    model: Path,
    library: Library,
    other_bodies: OtherBodies,
    encoder: Encoder,
    policy: Policy,
    council: Council,
    references: References,
    timeout: float,
    backends: Sequence[FormBackend] = (),
    today: Callable[[], date] = london_today,
) -> Engine:
    """The dialogue engine with its actions; not warm yet. `offices` are open in every turn, besides the turn's own."""
    all_offices, words = FormBackends(backends), FormWords(policy.forms)
    phrases = Phrases(policy, council, starters=starters(all_offices, words))
    hand_over = HandOver(council, references, all_offices, words)
    answers = Answers(encoder)
    answers.warm_up(page.title for page in council.pack.pages)
    carry_out = CarryOut(answers, policy, council, phrases, hand_over, all_offices)
    warm_up()

    def actions(parse: Parse) -> list[Action]:
        analyser = Analyser(parse, other_bodies, encoder)
        interpreter = Interpreter(analyser, library, policy, council.slugs)
        return [
            ActionTriage(interpreter, carry_out, all_offices, words),
            ActionChoose(phrases, hand_over, all_offices, words, council),
            FillForm(all_offices, words, today),
            AskForm(ANSWERED, all_offices, words, phrases),
            AskForm(CONFIRMED, all_offices, words, phrases),
            ActionFinish(all_offices, phrases, words, hand_over),
        ]

    return Engine(model, actions, timeout)


def starters(backends: FormBackends, words: FormWords) -> Starters:
    """What finds the button that begins the form of a service."""

    def starter(service: str) -> Button | None:
        form = backends.form(service)
        return words.starter(form) if form else None

    return starter
