"""A conversation with the engine and the line before it, with back ends in memory and no database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from bot.forms.form import ResidentContext
from bot.forms.resident_context import RESIDENT_CONTEXT
from bot.forms.stored_form import expected
from bot.reception.reception import Reception
from bot.turn import DialogueState, Enquiry, Outcome, Turn
from redaction import Label, Placeholders

BOOK = "I want to book a bulky waste collection"
ADDRESS = "12 High Street, NB1 2AB"
NAME = "Zaqwyx Brombly"  # no recogniser knows it


@dataclass
class Talk:
    """Somebody who talks. `kept` is a vault in the clear, for tests only."""

    reception: Reception
    state: DialogueState = field(default_factory=list)
    placeholders: Placeholders = field(default_factory=Placeholders)
    kept: dict[str, str] = field(default_factory=dict)
    unfinished: Label | None = None
    conversation: uuid.UUID = field(default_factory=uuid.uuid4)
    turns: list[Turn] = field(default_factory=list)

    async def reveal(self, placeholder: str) -> str | None:
        return self.kept.get(placeholder)

    async def hide(self, address: str) -> str:
        placeholder = self.placeholders.of("ADDRESS", address)
        self.kept[placeholder] = address
        return placeholder

    async def say(self, text: str, choice: str | None = None, key: str | None = None) -> Turn:
        """One turn, as `ChatService` takes it."""
        turn = await self.again(text, choice, key or uuid.uuid4().hex)
        self.state, self.unfinished = turn.state, turn.unfinished
        self.kept |= {each.placeholder: text[each.start : each.end] for each in turn.findings}
        self.turns.append(turn)
        return turn

    async def again(self, text: str, choice: str | None, key: str) -> Turn:
        """A turn from the present state, of which nothing is kept."""
        enquiry = Enquiry(text, choice, expected(self.state), self.placeholders, self.state, self.unfinished)
        known = RESIDENT_CONTEXT.set(
            ResidentContext(self.conversation, f"{self.conversation}:{key}", self.reveal, self.hide)
        )
        try:
            return await self.reception.receive(enquiry)
        finally:
            RESIDENT_CONTEXT.reset(known)

    async def press(self, choice: str) -> Turn:
        """Presses a button of the last reply."""
        titles = {button.choice: button.title for button in self.turns[-1].replies[-1].buttons}
        return await self.say(titles[choice], choice)

    async def up_to_the_summary(self) -> None:
        """Fills in the form of a collection, up to the question whether to book it."""
        for words in (BOOK, "two mattresses and a sofa", ADDRESS, "next Tuesday", NAME, "skip"):
            await self.say(words)
        assert "Shall I book it?" in self.last

    @property
    def last(self) -> str:
        """What the bot said in the last turn."""
        return "\n\n".join(reply.text for reply in self.turns[-1].replies)

    @property
    def outcomes(self) -> list[Outcome]:
        """How each turn ended."""
        return [turn.outcome for turn in self.turns]
