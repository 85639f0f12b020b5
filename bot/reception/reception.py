"""THE LINE: everything that happens to an enquiry, in order. Raw text goes no further than this file."""

from __future__ import annotations

import asyncio
import dataclasses

import structlog

from bot.actions.hand_over import SUMMARY_LENGTH
from bot.actions.say import Phrases
from bot.council import Council
from bot.dialogue.moves import MOST_TIMES_LOST
from bot.forms.backends import FormBackends
from bot.forms.filling import Filling, so_far
from bot.forms.resident_context import RESIDENT_CONTEXT, with_present
from bot.forms.stored_form import last_question, lost_again, under_way
from bot.ports import CrisisScreen, Dialogue, EngineUnavailable, KnowsLanguages, Redacts, References
from bot.turn import Card, CaseDraft, Conclusion, Enquiry, Outcome, Priority, Reply, Response, Turn
from bot.understanding.model_words import without_placeholders
from redaction import NOTHING, Redacted, Redaction, RedactionFailed

log = structlog.get_logger(__name__)

Screening = asyncio.Task[Card | None]  # what the crisis gate says of one text; never fails


class Reception:
    """Receives enquiries. Every turn ends in one named outcome, whatever fails behind it."""

    def __init__(
        self,
        crisis: CrisisScreen,
        redactor: Redacts,
        languages: KnowsLanguages,
        dialogue: Dialogue,
        phrases: Phrases,
        council: Council,
        references: References,
    ) -> None:
        self._crisis, self._redactor, self._languages, self._dialogue = crisis, redactor, languages, dialogue
        self._phrases, self._council, self._references = phrases, council, references

    def begin_screening(self, raw: str) -> Screening:
        """Starts the crisis gate on raw text, in a thread of its own: nothing that the rest does can hold it up."""
        return asyncio.create_task(asyncio.to_thread(self._screen, raw))

    async def receive(self, enquiry: Enquiry, screening: Screening | None = None) -> Turn:
        """Screens, redacts and answers one enquiry. In a crisis the card comes first, and the bot's reply after it.

        `screening` of this very text may have begun before.
        """
        screening = screening or self.begin_screening(enquiry.raw)
        if under_way(enquiry.state) is not None and await screening is not None:
            return self._frozen(await screening, enquiry)
        safe, response = await self._understand(enquiry)
        return self._turn(await screening, safe, response)

    def _frozen(self, card: Card | None, enquiry: Enquiry) -> Turn:
        """A crisis within a form: help, then the question that is still open. Nothing is taken for an answer to it."""
        try:
            safe = self._redactor.redact(enquiry.raw, enquiry.expecting, enquiry.placeholders, enquiry.after)
        except RedactionFailed:
            return self._turn(card, NOTHING, Response(FAILED, (self._phrases.plain("refused"),), enquiry.state))
        question = last_question(enquiry.state)
        replies = (self._phrases.frozen(question),) if question else ()
        return self._turn(card, safe, Response(Conclusion(Outcome.COLLECTING), replies, enquiry.state))

    async def overhear(self, enquiry: Enquiry, screening: Screening | None = None) -> Turn:
        """A message to a person who owns the conversation: the bot is silent, but help in a crisis is still shown."""
        card = await (screening or self.begin_screening(enquiry.raw))
        try:
            safe = self._redactor.redact(enquiry.raw, enquiry.expecting, enquiry.placeholders, enquiry.after)
        except RedactionFailed:
            return self._turn(card, NOTHING, Response(FAILED, (self._phrases.plain("refused"),), enquiry.state))
        return self._turn(card, safe, Response(Conclusion(Outcome.ROUTED), (), enquiry.state))

    def help_at_once(self, raw: str) -> Reply | None:
        """The card for a crisis, when nothing else works and nobody can be told; None when it is no crisis."""
        card = self._screen(raw)
        return dataclasses.replace(self._phrases.plain("card_only"), card=card) if card else None

    async def _understand(self, enquiry: Enquiry) -> tuple[Redaction, Response]:
        try:
            safe = self._redactor.redact(enquiry.raw, enquiry.expecting, enquiry.placeholders, enquiry.after)
        except RedactionFailed:
            refused = self._phrases.plain("refused", self._phrases.person())
            return NOTHING, Response(FAILED, (refused,), enquiry.state)
        known = RESIDENT_CONTEXT.set(with_present(RESIDENT_CONTEXT.get(), enquiry.raw, safe.findings))
        try:
            return safe, await self._respond(safe.text, enquiry, self._language(enquiry))
        finally:
            RESIDENT_CONTEXT.reset(known)

    def _screen(self, raw: str) -> Card | None:
        try:
            return self._crisis.screen(raw)
        except Exception as error:  # a fault in the gate must not cost the resident the rest of the line
            log.error("crisis_screen_failed", error=type(error).__name__)
            return None

    def _language(self, enquiry: Enquiry) -> str | None:
        """The code of a language that is not English. From the raw text: redaction takes foreign words for names."""
        try:
            known = enquiry.choice or enquiry.expecting  # a name or an address sounds like many a language
            return None if known else self._languages.recognise(enquiry.raw)
        except Exception as error:  # without it the message is taken for English
            log.error("language_failed", error=type(error).__name__)
            return None

    async def _respond(self, text: Redacted, enquiry: Enquiry, language: str | None) -> Response:
        readable = any(map(str.isalnum, without_placeholders(text))) or under_way(enquiry.state) is not None
        if language is None and not readable:
            return self._unreadable(text, enquiry)
        try:
            return await self._dialogue.respond(text, enquiry.choice, enquiry.state, language)
        except EngineUnavailable:
            if enquiry.choice is not None:
                return self._person_without_engine(text, enquiry)
            return Response(FAILED, (self._phrases.plain("failed", self._phrases.person()),), enquiry.state)

    def _unreadable(self, text: Redacted, enquiry: Enquiry) -> Response:
        """Nothing that can be read: said twice, then a person takes over."""
        lost, state = lost_again(enquiry.state)
        if lost > MOST_TIMES_LOST:
            team = self._council.team_for(None)
            reference = self._references()
            draft = CaseDraft(reference, team.slug, None, Priority.NORMAL, "not_understood", text[:SUMMARY_LENGTH])
            return Response(Conclusion(Outcome.ROUTED), (self._phrases.case("not_understood", team, draft),), state)
        return Response(
            Conclusion(Outcome.CLARIFIED), (self._phrases.plain("unreadable", self._phrases.person()),), state
        )

    def _person_without_engine(self, text: Redacted, enquiry: Enquiry) -> Response:
        """A button still reaches a person when the dialogue is down, with what a form under way already knows."""
        filling = under_way(enquiry.state)
        service = _service((enquiry.choice or "").partition(":")[2], filling)
        team = self._council.team_for(service)
        summary = "\n".join([*_known(filling), text])[:SUMMARY_LENGTH]
        draft = CaseDraft(self._references(), team.slug, service, Priority.NORMAL, "engine_down", summary)
        reply = self._phrases.case("routed", team, draft)
        return Response(Conclusion(Outcome.ROUTED, service), (reply,), enquiry.state)

    def _turn(self, card: Card | None, safe: Redaction, response: Response) -> Turn:
        conclusion, replies = response.conclusion, response.replies
        if card is not None:
            replies = (
                self._urgent(card, safe.text),
                *(replies if conclusion.outcome in BESIDE_A_CARD else ()),
            )
            conclusion = dataclasses.replace(conclusion, outcome=Outcome.URGENT)
        kind = card.kind if card else None
        return Turn(safe.text, safe.findings, conclusion, replies, kind, response.state, safe.unfinished)

    def _urgent(self, card: Card, text: Redacted) -> Reply:
        team = self._council.teams.get(card.team) or self._council.team_for(None)
        draft = CaseDraft(
            self._references(), team.slug, None, Priority.URGENT, f"crisis_{card.kind}", text[:SUMMARY_LENGTH]
        )
        return dataclasses.replace(self._phrases.case("urgent", team, draft), card=card)


def _service(pressed: str, filling: Filling | None) -> str | None:
    """What a button is about; within a form whose own buttons name none, the form's service."""
    return filling.service if filling else pressed or None


def _known(filling: Filling | None) -> list[str]:
    """The half-filled form, for whoever takes over."""
    return (
        [] if filling is None else [f"{filling.service}:", *so_far(filling, FormBackends().form(filling.service)), ""]
    )


FAILED = Conclusion(Outcome.FAILED)
# The rest of an enquiry is still dealt with after a crisis card; chat and "I don't know" have no place there.
BESIDE_A_CARD = {
    Outcome.ANSWERED,
    Outcome.COLLECTING,
    Outcome.BOOKED,
    Outcome.REPORTED,
    Outcome.ROUTED,
    Outcome.FAILED,
}
