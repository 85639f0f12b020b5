"""action_triage: search, decide, and say what was decided."""

from __future__ import annotations

from typing import Any, assert_never

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.hand_over import HandOver
from bot.actions.say import Phrases
from bot.answers import Answers, NoPage
from bot.council import Council
from bot.decide import Act, Answer, Clarify, NotOurs, OutOfScope, Unknown, Verdict, WantsPerson, decide
from bot.elsewhere import OtherBodies
from bot.messages import utter
from bot.policy import Policy
from bot.ports import Library, Searcher
from bot.turn import Conclusion, Outcome, RankedService, Reply
from bot.witnesses import understanding
from bot.words import as_words, without_placeholders
from knowledge.search import SearchResult

KEPT_SERVICES = 5
SEARCHED = 20  # pages


def as_pinned(verdict: Verdict, service: str | None) -> Verdict:
    """The verdict that staff chose for this very question, if they did; a wish for a person always stands."""
    if service is None or isinstance(verdict.decision, WantsPerson | Act):
        return verdict
    others = tuple(each for each in verdict.services if each.slug != service)
    return Verdict(Answer(service), (RankedService(service, 1.0), *others), 1.0)


class ActionTriage(Action):
    """Claims every message that no rule and no form claims."""

    def __init__(
        self,
        library: Library,
        answers: Answers,
        other_bodies: OtherBodies,
        policy: Policy,
        council: Council,
        phrases: Phrases,
        hand_over: HandOver,
    ) -> None:
        self._library, self._answers, self._other_bodies = library, answers, other_bodies
        self._policy, self._council = policy, council
        self._phrases, self._hand_over = phrases, hand_over

    def name(self) -> str:
        """Rasa's name for this action."""
        return "action_triage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One enquiry to one outcome."""
        said = tracker.latest_message["text"] or ""
        query = without_placeholders(said) or as_words(said)
        seen = understanding(tracker.latest_message)
        searcher = self._library.searcher()
        found = searcher.search(query, k=SEARCHED)
        likeness = self._other_bodies.likeness(as_words(said))
        verdict = decide(seen, found, self._policy, self._council.slugs, tracker.get_slot("service"), likeness)
        verdict = as_pinned(verdict, found.pinned)
        outcome, service, replies, remembered = self._carry_out(verdict, query, found, searcher, tracker)
        best = verdict.services[:KEPT_SERVICES]
        body = verdict.decision.body if isinstance(verdict.decision, OutOfScope) else None
        utter(dispatcher, Conclusion(outcome, service, seen.intent, verdict.confidence, best, body), *replies)
        return [*remembered, FollowupAction("action_listen")]

    def _carry_out(
        self, verdict: Verdict, query: str, found: SearchResult, searcher: Searcher, tracker: Tracker
    ) -> tuple[Outcome, str | None, list[Reply], list[EventType]]:
        person = self._phrases.person()
        match verdict.decision:
            case Answer(service):
                about = [SlotSet("service", service)]
                try:
                    answer = self._answers.answer(query, service, found, searcher)
                except NoPage:
                    return Outcome.CLARIFIED, service, [self._phrases.no_page(service)], about
                return Outcome.ANSWERED, service, [self._phrases.answer(answer, service)], about
            case Clarify(services):
                buttons = self._phrases.service_buttons(services)
                return Outcome.CLARIFIED, services[0], [self._phrases.plain("clarify", *buttons)], []
            case WantsPerson(reason):
                service = tracker.get_slot("service")
                team, draft, remembered = self._hand_over.draft(tracker, service, reason)
                return Outcome.ROUTED, service, [self._phrases.case("routed", team, draft)], remembered
            case Act(name):
                return Outcome.SMALL_TALK, None, [self._phrases.plain(self._policy.acts[name])], []
            case OutOfScope(body):
                return Outcome.OUT_OF_SCOPE, None, [self._phrases.elsewhere(body)], []
            case NotOurs():
                return Outcome.OUT_OF_SCOPE, None, [self._phrases.plain("out_of_scope", person)], []
            case Unknown():
                return Outcome.OUT_OF_SCOPE, None, [self._phrases.plain("unknown", person)], []
            case _ as never:
                assert_never(never)
