"""Looks addresses up before an office sees them: whose they are, and which one is meant where several fit.

An address is personal. Whoever chooses is offered placeholders; only the chat, for the resident alone, shows what they
stand for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from api.crossing import Crossing
from api.gazetteer.address import Address, Neighbour
from api.gazetteer.look import Looked, One, Outside, Several, TooMany, look
from api.gazetteer.service import Gazetteer
from bot.forms.at_hand import opened
from bot.forms.form import Accepted, Answers, AtHand, Choice, Choose, Completed, Form, Kind, Refused, Summary
from bot.ports import Office
from bot.turn import Outcome

HOME, TYPED, OTHER = "home:", "typed:", "other:"  # one of those offered, what was typed after all, another one
LONGEST = 70  # of a choice's code
MANY = "Many addresses are like that. Please give the house number or name, the street and the postcode."
AGAIN = "Please type the whole address again, with the house number or name, the street and the postcode."
_NO = ("no", "none", "neither", "not there", "not listed", "not on the list", "none of them", "another one")
_YES = ("yes", "yeah", "yep", "that's it", "that is right", "correct")


class AddressedOffice:
    """An office whose questions for an address are answered from the gazetteer. `bot.ports.Office`."""

    def __init__(self, office: Office, gazetteer: Gazetteer, crossing: Crossing) -> None:
        self._office, self._gazetteer, self._crossing = office, gazetteer, crossing

    def form(self, service: str) -> Form | None:
        """The office's own."""
        return self._office.form(service)

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """The office's own."""
        return self._office.missing(service, answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, at_hand: AtHand
    ) -> Accepted | Choose | Refused:
        """What the gazetteer says to an address, then the office; of anything else, what the office says."""
        form = self._office.form(service)
        if form is None or form.field(field).kind is not Kind.ADDRESS:
            return await self._office.check(service, field, value, answers, at_hand)
        if value == OTHER:
            return Refused(AGAIN, person=True)
        kind = next((each for each in (HOME, TYPED) if value.startswith(each)), "")
        if not kind and (answer := await self._looked_up(form, value, at_hand)) is not None:
            return answer
        address = value.removeprefix(kind)
        said = await self._office.check(service, field, address, answers, at_hand)
        if isinstance(said, Accepted) and kind == HOME:
            return replace(said, remark=f"You chose “{address}”. {said.remark}".strip())
        return replace(said, person=True) if isinstance(said, Refused) else said

    async def summary(self, service: str, answers: Answers, at_hand: AtHand) -> Summary | Refused:
        """The office's own."""
        return await self._office.summary(service, answers, at_hand)

    async def complete(self, service: str, answers: Answers, at_hand: AtHand) -> Completed | Refused:
        """The office's own."""
        return await self._office.complete(service, answers, at_hand)

    async def abandon(self, service: str, answers: Answers, at_hand: AtHand) -> None:
        """The office's own."""
        await self._office.abandon(service, answers, at_hand)

    async def status(self, reference: str, proof: str, at_hand: AtHand) -> str | None:
        """The office's own."""
        return await self._office.status(reference, proof, at_hand)

    async def _looked_up(self, form: Form, value: str, at_hand: AtHand) -> Choose | Refused | None:
        """What to choose from, or why not; None where the office should take the address as it was typed."""
        clear = await opened(value, at_hand)
        if not clear or at_hand.hide is None or not self._crossing.is_open:
            return None
        found: Looked = await self._crossing.over(look(self._gazetteer, clear))
        match found:
            case Outside(neighbour):
                return Refused(outside(neighbour), person=True)
            case TooMany():
                return Refused(MANY, person=True)
            case Several(addresses, exact):
                say = "Which of these addresses is it?" if exact else "I could not find that one. Is it one of these?"
                homes = [Choice(each, each) for each in [await hidden(home, at_hand) for home in addresses]]
                typed = f"{TYPED}{value}"
                return _offer(say, homes, Choice(typed if len(typed) <= LONGEST else OTHER, "None of these", _NO))
            case One(address, sure):
                if sure or form.outcome is not Outcome.BOOKED:
                    return None
                home = await hidden(address, at_hand)
                return _offer("Is this the address?", [Choice(home, home, _YES)], Choice(OTHER, "No, another one", _NO))
            case None:
                return None
        assert_never(found)


async def hidden(address: Address, at_hand: AtHand) -> str:
    """The placeholder of an address of the gazetteer, in this resident's conversation."""
    line = f"{address.line}, {address.postcode}".strip(", ")
    return await at_hand.hide(line) if at_hand.hide else ""


def outside(neighbour: Neighbour) -> str:
    """Whose an address is, and how to reach them."""
    parts = [f"That address is outside our area: {neighbour.council} serves it."]
    if neighbour.website:
        shown = neighbour.website.partition("://")[2].removeprefix("www.").strip("/")
        parts.append(f"Their website is [{shown}]({neighbour.website}).")
    if neighbour.phone:
        parts.append(f"Their phone number is {neighbour.phone}.")
    parts.append("If that is wrong, type the whole address again, or talk to someone.")
    return " ".join(parts)


def _offer(say: str, homes: list[Choice], otherwise: Choice) -> Choose:
    return Choose(say, (*(replace(each, value=f"{HOME}{each.value}") for each in homes), otherwise))
