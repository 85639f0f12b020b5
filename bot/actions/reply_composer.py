"""Does what was decided: the replies of a turn, its outcome, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.actions.hand_over import CaseDrafter
from bot.actions.say import Phrases
from bot.council import Council
from bot.dialogue.memory import Aside, Memory
from bot.dialogue.moves import MOST_TIMES_LOST, AskedAgain, Declined, Instead, Move, Repeat, Take, is_lost
from bot.dialogue.service_answers import NoPage, ServiceAnswers
from bot.forms.backends import FormBackends
from bot.policy import Policy, ReplyName
from bot.turn import Outcome, Reply
from bot.understanding.decide import Act, Answer, Clarify, NoCouncilBusiness, OtherBodysBusiness, Unknown, WantsPerson
from bot.understanding.interpret import Interpretation

PERSON = "person"
CONCEIVABLE = 0.01  # probability of a service that may have been meant after all
Saying = (
    Clarify | Instead | Declined | Act | OtherBodysBusiness | NoCouncilBusiness | Unknown
)  # moves that need words only
COURTESIES = frozenset({"greet", "thanks", "goodbye"})
OTHERS = 3  # services that a resident may have meant instead, remembered for a "not that"


@dataclass(frozen=True, slots=True)
class Situation:
    """The message as it was considered, in its conversation. `pressed` when it is a button."""

    interpretation: Interpretation
    memory: Memory
    in_hand: str | None
    pressed: bool
    tracker: Tracker

    @property
    def said(self) -> str:
        """The bot's last replies."""
        return "\n\n".join(reply.text for reply in self.memory.said)


@dataclass(frozen=True, slots=True)
class TurnResult:
    """The outcome of a turn with its replies, its memory and its Rasa events."""

    outcome: Outcome
    service: str | None
    replies: tuple[Reply, ...]
    memory: Memory
    events: tuple[EventType, ...] = ()


class ReplyComposer:
    """Composes the replies that carry out a move, and names the turn's outcome."""

    def __init__(
        self,
        answers: ServiceAnswers,
        policy: Policy,
        council: Council,
        phrases: Phrases,
        hand_over: CaseDrafter,
        backends: FormBackends,
    ) -> None:
        self._answers, self._policy, self._council = answers, policy, council
        self._phrases, self._hand_over, self._backends = phrases, hand_over, backends

    def move(self, move: Move, now: Situation) -> TurnResult:
        """Composes the replies of one move; the turn has exactly one outcome."""
        match move:
            case Answer(service):
                return self._answer(service, now)
            case AskedAgain(service):
                return self._answer_again(service, now)
            case Take(choice):
                kind, _, service = choice.partition(":")
                return self._answer(service, now) if kind == "service" else self._person("ask_person", now)
            case WantsPerson(reason):
                return self._person(reason, now)
            case Repeat():
                return TurnResult(Outcome.SMALL_TALK, None, now.memory.said, replace(now.memory, lost=0))
            case _:
                lost = now.memory.lost + 1 if is_lost(move, now.memory) else 0
                done = self._say(move, Memory(language=now.memory.language, lost=lost))
                return self._unless_again(done, move, now)

    def _unless_again(self, done: TurnResult, move: Saying, now: Situation) -> TurnResult:
        """The result, unless it repeats the last turn's words: that counts as not understood; then a person comes."""
        if _is_courtesy(move) or [each.text for each in done.replies] != [each.text for each in now.memory.said]:
            return done
        lost = max(done.memory.lost, now.memory.lost + 1)
        if lost >= MOST_TIMES_LOST:
            return self._person("not_understood", now)
        return replace(done, memory=replace(done.memory, lost=lost))

    def _say(self, move: Saying, memory: Memory) -> TurnResult:
        """The moves that need words only; `memory` is what is kept of the conversation."""
        phrases = self._phrases.speaking(memory.language)
        match move:
            case Clarify(services):
                reply = phrases.plain("clarify", *phrases.service_buttons(services))
                return TurnResult(
                    Outcome.CLARIFIED, services[0], (reply,), replace(memory, likely=services, asked=True)
                )
            case Instead(services):
                return self._instead(services, phrases, memory)
            case Declined():
                return TurnResult(Outcome.SMALL_TALK, None, (phrases.plain("declined"),), memory)
            case Act(name):
                return self._act(name, phrases, memory)
            case OtherBodysBusiness(body):
                return TurnResult(Outcome.OUT_OF_SCOPE, None, (phrases.elsewhere(body),), replace(memory, offer=PERSON))
            case NoCouncilBusiness():
                return self._offer_person(Outcome.OUT_OF_SCOPE, "out_of_scope", phrases, memory)
            case Unknown(readable=False):
                return self._offer_person(Outcome.CLARIFIED, "unreadable", phrases, memory)
            case Unknown():
                return self._offer_person(Outcome.OUT_OF_SCOPE, "unknown", phrases, memory)
            case _ as never:
                assert_never(never)

    def _act(self, name: str, phrases: Phrases, memory: Memory) -> TurnResult:
        if name == "abuse":
            return self._offer_person(Outcome.SMALL_TALK, "abuse", phrases, memory)
        events = (SlotSet("service", None),) if name == "start_again" else ()
        return TurnResult(Outcome.SMALL_TALK, None, (phrases.plain(self._policy.acts[name]),), memory, events)

    def foreign(self, language: str, tracker: Tracker) -> TurnResult:
        """A message in another language goes to a person: said in that language, and in English below."""
        memory = Memory(language=language)
        service = tracker.get_slot("service")
        speaks = self._council.language_team(language)
        team, draft, events = self._hand_over.draft(tracker, service, f"language_{language}", team=speaks)
        own = self._phrases.foreign(language, team, draft)
        english = self._phrases.case("routed_language", team, draft)
        return TurnResult(Outcome.ROUTED, service, (own, english), memory, tuple(events))

    def _answer(self, service: str, now: Situation) -> TurnResult:
        """What the page says; where nothing is published, who can help."""
        try:
            return self._answer_from_page(service, now)
        except NoPage:
            kept = Memory(language=now.memory.language)
            reply = self._phrases.no_page(service)
            return TurnResult(Outcome.CLARIFIED, service, (reply,), kept, (SlotSet("service", service),))

    def _answer_from_page(self, service: str, now: Situation) -> TurnResult:
        """The answer to the question: the one just asked, or the one that a button or a "yes" goes back to."""
        analysis, aside = now.interpretation.analysis, now.interpretation.aside
        earlier = _earlier_words(service, now)
        if earlier:
            answer = self._answers.answer(earlier, service, analysis.searcher)
        elif now.interpretation.follows:
            more = self._answers.more(analysis.query, service, analysis.searcher, now.said)
            if more is None:
                return self._nothing_more(service, now)
            answer = more
        else:
            answer = self._answers.answer(analysis.query, service, analysis.searcher, analysis.found)
        reply = self._phrases.answer(answer, service)
        replies = self._phrases.with_aside(reply, aside.service) if aside else (reply,)
        memory = replace(_after_answer(service, now, aside), question=earlier)
        memory = memory if memory.offer else replace(memory, offer=self._starts(service))
        return TurnResult(Outcome.ANSWERED, service, replies, memory, (SlotSet("service", service),))

    def _starts(self, service: str) -> str | None:
        """The choice that begins the form of a service: what a "yes" takes after an answer."""
        form = self._backends.form(service)
        return None if form is None else f"{'book' if form.outcome is Outcome.BOOKED else 'report'}:{service}"

    def _answer_again(self, service: str, now: Situation) -> TurnResult:
        """Answers a repeated question in other words and offers a person, because the first words did not help."""
        analysis = now.interpretation.analysis
        more = self._answers.more(analysis.query, service, analysis.searcher, now.said)
        if more is None:
            return self._nothing_more(service, now)
        reply = self._phrases.asked_again(self._phrases.answer(more, service))
        kept = replace(_after_answer(service, now, None), offer=PERSON, lost=now.memory.lost + 1)
        return TurnResult(Outcome.ANSWERED, service, (reply,), kept)

    def _nothing_more(self, service: str, now: Situation) -> TurnResult:
        analysis = now.interpretation.analysis
        answer = self._answers.answer(analysis.query, service, analysis.searcher, analysis.found)
        reply = self._phrases.all_said(self._phrases.answer(answer, service))
        kept = replace(_after_answer(service, now, None), offer=PERSON, lost=now.memory.lost + 1)
        return TurnResult(Outcome.ANSWERED, service, (reply,), kept)

    def _person(self, reason: str, now: Situation) -> TurnResult:
        phrases = self._phrases.speaking(now.memory.language)
        team, draft, events = self._hand_over.draft(now.tracker, now.in_hand, reason)
        reply = phrases.case("not_understood" if reason == "not_understood" else "routed", team, draft)
        return TurnResult(Outcome.ROUTED, now.in_hand, (reply,), Memory(language=now.memory.language), tuple(events))

    def _instead(self, services: tuple[str, ...], phrases: Phrases, memory: Memory) -> TurnResult:
        forget = (SlotSet("service", None),)
        if not services:
            return TurnResult(Outcome.SMALL_TALK, None, (phrases.plain("deny", phrases.person()),), memory, forget)
        reply = phrases.plain("instead", *phrases.service_buttons(services), phrases.person())
        kept = replace(memory, likely=services, asked=True)
        return TurnResult(Outcome.CLARIFIED, services[0], (reply,), kept, forget)

    def _offer_person(self, outcome: Outcome, name: ReplyName, phrases: Phrases, memory: Memory) -> TurnResult:
        reply = phrases.plain(name, phrases.person())
        return TurnResult(outcome, None, (reply,), replace(memory, offer=PERSON))


def _is_courtesy(move: Saying) -> bool:
    """Whether the same words may well be said again: to "thanks" there is one answer."""
    return isinstance(move, Act) and move.name in COURTESIES


def _earlier_words(service: str, now: Situation) -> str:
    """The question that a button or a "yes" goes back to; nothing when the message asks by itself."""
    memory = now.memory
    if memory.aside and memory.aside.service == service and memory.offer == f"service:{service}":
        return memory.aside.words
    return memory.question if memory.asked and service in memory.likely and _says_nothing(now) else ""


def _says_nothing(now: Situation) -> bool:
    """Whether the message only chooses: a button, or "the second one"."""
    return now.pressed or not isinstance(now.interpretation.verdict.decision, Answer)


def _after_answer(service: str, now: Situation, aside: Aside | None) -> Memory:
    """The memory after an answer: the other likely services, and what was offered beside it."""
    ranking = [each for each in now.interpretation.verdict.services if each.slug != service]
    others = [each.slug for each in ranking if each.score >= CONCEIVABLE][:OTHERS]
    offer = f"service:{aside.service}" if aside else None
    return Memory(likely=tuple(others), offer=offer, aside=aside)
