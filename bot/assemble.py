"""Puts the bot together from what it is given: one place for the application, the command line and the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rasa_sdk import Action

from bot.actions.ask_form import AskForm
from bot.actions.choose import ActionChoose
from bot.actions.fill_form import FillForm
from bot.actions.finish import ActionFinish
from bot.actions.hand_over import CaseDrafter
from bot.actions.reply_composer import ReplyComposer
from bot.actions.say import Phrases, Starters
from bot.actions.triage import ActionTriage
from bot.council import Council
from bot.dialogue.engine import DialogueEngine
from bot.dialogue.service_answers import ServiceAnswers
from bot.forms.backends import FormBackends
from bot.forms.filling import ANSWERED, CONFIRMED
from bot.forms.form_wording import FormWords
from bot.forms.reading.dates import warm_up
from bot.forms.reading.today import Today
from bot.policy import Policy
from bot.ports import FormBackend, Library, References
from bot.turn import Button
from bot.understanding.analysis import Analyser, Parse
from bot.understanding.interpret import Interpreter
from bot.understanding.other_bodies import OtherBodies
from bot.understanding.taught import Taught
from knowledge.search.encoder import Encoder


def london_today() -> date:
    """The date by the clock in the United Kingdom."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def make_engine(
    model: Path,
    library: Library,
    other_bodies: OtherBodies,
    encoder: Encoder,
    policy: Policy,
    council: Council,
    references: References,
    taught: Taught,
    timeout: float,
    backends: Sequence[FormBackend] = (),
    today: Callable[[], date] = london_today,
) -> DialogueEngine:
    """The dialogue engine with its actions, not warm yet. `backends` are open in every turn, besides the turn's own.

    `taught` is what training knew.
    """
    all_backends, words = FormBackends(backends), FormWords(policy.forms)
    phrases = Phrases(policy, council, starters=starters(all_backends, words))
    hand_over = CaseDrafter(council, references, all_backends, words)
    answers = ServiceAnswers(encoder)
    answers.warm_up(page.title for page in council.pack.pages)
    composer = ReplyComposer(answers, policy, council, phrases, hand_over, all_backends)
    warm_up()

    def actions(parse: Parse) -> list[Action]:
        analyser = Analyser(parse, other_bodies, encoder, taught.intents)
        interpreter = Interpreter(analyser, library, policy, council.slugs, taught)
        return [
            ActionTriage(interpreter, composer, all_backends, words),
            ActionChoose(phrases, hand_over, all_backends, words, council),
            FillForm(all_backends, words, lambda: Today(today(), council.calendar)),
            AskForm(ANSWERED, all_backends, words, phrases),
            AskForm(CONFIRMED, all_backends, words, phrases),
            ActionFinish(all_backends, phrases, words, hand_over),
        ]

    return DialogueEngine(model, actions, timeout)


def starters(backends: FormBackends, words: FormWords) -> Starters:
    """What finds the button that begins the form of a service."""

    def starter(service: str) -> Button | None:
        form = backends.form(service)
        return words.starter(form) if form else None

    return starter
