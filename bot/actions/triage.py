"""action_triage: consider, decide, and say what was decided."""

from __future__ import annotations

import dataclasses
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finish import begin, leave
from bot.actions.reply_composer import ReplyComposer, Situation, TurnResult
from bot.dialogue.memory import FORM_SLOT, Memory, from_slot, to_slot
from bot.dialogue.moves import Move, Take, begins_a_form, next_move
from bot.dialogue.rasa_messages import said, utter
from bot.forms.backends import FormBackends
from bot.forms.filling import FILLING, FORM, MOST_MISSES, Filling, taken_up
from bot.forms.filling import from_slot as filling_from_slot
from bot.forms.filling import to_slot as to_filling_slot
from bot.forms.form import Form
from bot.forms.form_wording import FormWords
from bot.forms.interruption import decide_interruption
from bot.forms.reading.commands import asks_to_resume
from bot.forms.reading.personal import refuses
from bot.forms.reading.questions import asks_to_begin, asks_why
from bot.forms.status_form import TRACING, asks_how_it_stands
from bot.turn import Conclusion, Outcome
from bot.understanding.decide import Answer, Decision, OtherBodysBusiness
from bot.understanding.interpret import Interpreter

KEPT_SERVICES = 5
SURELY_ELSEWHERE = 0.9  # probability of another service, above which a question within a form is about that one
REMEMBERED = 700  # characters of a question


class ActionTriage(Action):
    """Claims every message that no rule and no form claims."""

    def __init__(
        self, interpreter: Interpreter, composer: ReplyComposer, backends: FormBackends, words: FormWords
    ) -> None:
        self._interpreter, self._composer, self._backends, self._words = interpreter, composer, backends, words

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_triage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Takes one enquiry to one named outcome."""
        memory, filling = from_slot(tracker.get_slot(FORM_SLOT)), self._under_way(tracker)
        text, parsed = tracker.latest_message["text"] or "", tracker.latest_message
        language = parsed.get("language")
        if language is not None:
            done = self._composer.foreign(language, tracker)
            utter(dispatcher, Conclusion(done.outcome, done.service, f"language_{language}"), *done.replies)
            return [*_events(done, text), *await leave(tracker, self._backends)]
        stopped = filling_from_slot(memory.stopped)
        if filling is None and stopped and asks_to_resume(said(tracker)) and self._backends.form(stopped.service):
            return [*begin(taken_up(stopped, self._words.say("resume"))), FollowupAction(FORM)]
        if filling is None and self._backends.traces and asks_how_it_stands(said(tracker)):
            return [*begin(Filling(TRACING, opening=said(tracker))), FollowupAction(FORM)]
        in_hand = memory.likely[0] if memory.asked and memory.likely else tracker.get_slot("service")
        interpretation = await self._interpreter.interpret(text, parsed, in_hand)
        now = Situation(interpretation, memory, in_hand, bool(parsed.get("choice")), tracker)
        if filling is not None:
            return await self._between(dispatcher, now, filling, said(tracker))
        move = next_move(interpretation.verdict.decision, interpretation.analysis.query, memory, in_hand)
        form = self._begun(move, now)
        if form is not None:
            service = form.service
            opening = memory.question if isinstance(move, Take) else said(tracker)
            return [SlotSet("service", service), *begin(Filling(service, opening=opening)), FollowupAction(FORM)]
        done = self._composer.move(move, now)
        _utter(dispatcher, done, now)
        return [*_events(done, interpretation.analysis.text), *await leave(tracker, self._backends)]

    def _under_way(self, tracker: Tracker) -> Filling | None:
        """The form under way, as long as a back end still deals with it."""
        filling = filling_from_slot(tracker.get_slot(FILLING))
        return filling if filling and self._backends.form(filling.service) else None

    def _begun(self, move: Move, now: Situation) -> Form | None:
        """The form that begins at once: it was offered and taken, or asked for in so many words."""
        match move:
            case Take(choice) if begins_a_form(choice):
                return self._backends.form(choice.partition(":")[2])
            case Answer(service) if not now.pressed and not now.interpretation.aside:
                return self._backends.form(service) if asks_to_begin(now.interpretation.analysis.text) else None
        return None

    async def _between(
        self, dispatcher: CollectingDispatcher, now: Situation, filling: Filling, text: str
    ) -> list[EventType]:
        """A message that the form could not read: it is dealt with, and the form goes on. A person ends the form."""
        verdict = now.interpretation.verdict
        if asks_why(text):
            said_why = dataclasses.replace(filling, note=self._words.say("why"))
            return [SlotSet(FILLING, to_filling_slot(said_why)), FollowupAction(FORM)]
        other = self._instead_of(filling, verdict.decision, text, now)
        if other is not None:
            note = self._words.say("left", title=self._backends.office_form(filling.service).title)
            left = await leave(now.tracker, self._backends)
            begun = begin(Filling(other, opening=text, note=note))
            return [*left, SlotSet("service", other), *begun, FollowupAction(FORM)]
        sure = verdict.confidence >= SURELY_ELSEWHERE
        decision = decide_interruption(verdict.decision, text, filling.service, sure=sure, pressed=now.pressed)
        if decision is None:
            return self._missed(filling, text)
        service = None if filling.service == TRACING else filling.service
        done = self._composer.move(decision, dataclasses.replace(now, in_hand=service))
        if done.outcome is Outcome.ROUTED:
            _utter(dispatcher, done, now)
            return [*_events(done, text), *await leave(now.tracker, self._backends)]
        misses = 0 if isinstance(decision, Answer) else filling.misses + 1
        if misses >= MOST_MISSES:
            return _stuck(filling)
        replies = tuple(dataclasses.replace(reply, buttons=()) for reply in done.replies)
        _utter(dispatcher, dataclasses.replace(done, replies=replies), now)
        return [SlotSet(FILLING, to_filling_slot(dataclasses.replace(filling, misses=misses))), FollowupAction(FORM)]

    def _instead_of(self, filling: Filling, decision: Decision, text: str, now: Situation) -> str | None:
        """The service of another form that is asked for in so many words in the middle of one; None where it is not."""
        match decision:
            case Answer(service) if service != filling.service and not now.pressed and asks_to_begin(text):
                return service if self._backends.form(service) else None
        return None

    def _missed(self, filling: Filling, text: str) -> list[EventType]:
        """An answer that was not understood: what would be right is said with the question, but not for ever."""
        form = self._backends.office_form(filling.service)
        hint = self._words.hint(form.field(filling.open)) if filling.open else self._words.say("hint_yes_no")
        if filling.open and refuses(text) and not form.field(filling.open).optional:
            hint = f"{self._words.say('needed')} {hint}"
        missed = dataclasses.replace(filling, note=hint, misses=filling.misses + 1)
        if missed.misses < MOST_MISSES:
            return [SlotSet(FILLING, to_filling_slot(missed)), FollowupAction(FORM)]
        return _stuck(missed)


def _stuck(filling: Filling) -> list[EventType]:
    """The form got no answer several times in a row: it is over, and a person goes on with it."""
    stuck = SlotSet(FILLING, to_filling_slot(dataclasses.replace(filling, end="stuck")))
    return [stuck, SlotSet("requested_slot", None), ActiveLoop(None), FollowupAction("action_finish")]


def _utter(dispatcher: CollectingDispatcher, done: TurnResult, now: Situation) -> None:
    verdict, intent = now.interpretation.verdict, now.interpretation.analysis.seen.intent
    body = verdict.decision.body if isinstance(verdict.decision, OtherBodysBusiness) else None
    best = verdict.services[:KEPT_SERVICES]
    utter(dispatcher, Conclusion(done.outcome, done.service, intent, verdict.confidence, best, body), *done.replies)


def _events(done: TurnResult, text: str) -> list[EventType]:
    """What the conversation must remember; then it is the resident's turn."""
    said = tuple(dataclasses.replace(reply, case=None, card=None) for reply in done.replies)
    memory: Memory = dataclasses.replace(done.memory, question=done.memory.question or text[:REMEMBERED], said=said)
    return [*done.events, SlotSet(FORM_SLOT, to_slot(memory)), FollowupAction("action_listen")]
