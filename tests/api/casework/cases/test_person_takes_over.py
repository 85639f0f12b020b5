"""Law 3, from the resident's side: while a person owns the conversation the bot says nothing."""

from __future__ import annotations

from sqlalchemy import select

from api.chat.service import ChatService, SentMessage
from api.db.tables.cases import Case
from api.kernel.metrics import Metrics
from bot.actions.say import Phrases
from bot.policy import load_policy
from bot.reception.reception import Reception
from bot.reception.references import NewReference
from bot.turn import Card, CaseDraft, Conclusion, DialogueState, Outcome, Priority, Reply, Response
from redaction import Redacted
from tests.support.casework.plain_chat import case_desk
from tests.support.staff.desk import Browser, Desk, FakeRedactor, council

REFERENCE = NewReference("NB")


class NoCrisis:
    """Recognises nothing."""

    def screen(self, raw: str) -> Card | None:
        """Never a card."""
        return None


class EnglishOnly:
    def recognise(self, text: str) -> str | None:
        return None


class TalkativeBot:
    """Answers everything, and hands over when asked for a person."""

    async def respond(
        self, text: Redacted, choice: str | None, state: DialogueState, language: str | None = None
    ) -> Response:
        """One reply."""
        if choice != "person":
            return Response(Conclusion(Outcome.ANSWERED), (Reply("The bot speaks."),))
        draft = CaseDraft(REFERENCE(), "waste", "missed-bin", Priority.NORMAL, "chose_person", str(text))
        return Response(Conclusion(Outcome.ROUTED), (Reply("Somebody will come.", case=draft),))


def chat_of(desk: Desk) -> ChatService:
    """The resident's side of the same database."""
    phrases = Phrases(load_policy(), council())
    reception = Reception(NoCrisis(), FakeRedactor(), EnglishOnly(), TalkativeBot(), phrases, council(), REFERENCE)
    return ChatService(desk.database, desk.vault, reception, phrases, council(), Metrics(), case_desk(council()))


async def test_the_bot_is_silent_from_claim_to_hand_back_and_the_resident_sees_the_person(desk: Desk) -> None:
    chat, browser = chat_of(desk), await desk.signed_in()
    started = await chat.start()
    asked = await chat.send(started.id, started.token, SentMessage("A person please", "person", "key-00001"))
    assert asked.owner == "waiting"
    async with desk.database.transaction() as session:
        reference = await session.scalar(select(Case.reference).where(Case.conversation_id == started.id))
    assert reference is not None

    await press(browser, reference, "claim")
    during = await chat.send(started.id, started.token, SentMessage("Are you there?", None, "key-00002"))
    assert during.owner == "person"
    assert [message.sender for message in during.messages] == ["resident"]

    await press(browser, reference, "reply", text="Yes, I am.")
    seen = (await chat.transcript(started.id, started.token)).messages
    assert [(message.sender, message.sender_name) for message in seen[-1:]] == [("staff", "Sam Okoro")]
    assert "Are you there?" in (await browser.get(f"/staff/cases/{reference}")).text

    await press(browser, reference, "hand-back")
    after = await chat.send(started.id, started.token, SentMessage("And now?", None, "key-00003"))
    assert after.owner == "bot"
    assert [message.text for message in after.messages] == ["And now?", "The bot speaks."]


async def press(browser: Browser, reference: str, what: str, **fields: str) -> None:
    """Sends one of the case page's forms."""
    assert (await browser.post(f"/staff/cases/{reference}/{what}", **fields)).status_code == 303
