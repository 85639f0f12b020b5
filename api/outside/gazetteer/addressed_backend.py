"""Looks addresses up before a back end sees them: whose they are, and which one is meant where several fit.

An address is personal. Whoever chooses is offered placeholders; only the chat, for the resident alone, shows what they
stand for.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from api.kernel.event_loop_bridge import EventLoopBridge
from api.outside.gazetteer.address import Address, Neighbour
from api.outside.gazetteer.address_choice import (
    Looked,
    OneAddress,
    OtherCouncilsAddress,
    SeveralAddresses,
    TooManyAddresses,
    choose_address,
)
from api.outside.gazetteer.service import Gazetteer
from api.outside.wording import say
from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choice,
    Choose,
    Completed,
    FieldKind,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
)
from bot.forms.resident_context import opened
from bot.ports import FormBackend
from bot.turn import Outcome

HOME, TYPED, OTHER = "home:", "typed:", "other:"  # one of those offered, what was typed after all, another one
LONGEST = 70  # of a choice's code
_NO = ("no", "none", "neither", "not there", "not listed", "not on the list", "none of them", "another one")
_YES = ("yes", "yeah", "yep", "that's it", "that is right", "correct")


class AddressedBackend:
    """A back end whose questions for an address are answered from the gazetteer. `bot.ports.FormBackend`."""

    def __init__(self, backend: FormBackend, gazetteer: Gazetteer, bridge: EventLoopBridge) -> None:
        self._backend, self._gazetteer, self._bridge = backend, gazetteer, bridge

    def form(self, service: str) -> Form | None:
        """The form of the back end behind this one."""
        return self._backend.form(service)

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        """The questions that the back end behind this one still has to ask."""
        return self._backend.missing(service, answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        """What the gazetteer says to an address, then the back end; of anything else, what the back end says."""
        form = self._backend.form(service)
        if form is None or form.field(field).kind is not FieldKind.ADDRESS:
            return await self._backend.check(service, field, value, answers, resident_context)
        if value == OTHER:
            return RefusedAnswer(say("addresses.again"), person=True)
        kind = next((each for each in (HOME, TYPED) if value.startswith(each)), "")
        if not kind and (answer := await self._looked_up(form, value, resident_context)) is not None:
            return answer
        address = value.removeprefix(kind)
        said = await self._backend.check(service, field, address, answers, resident_context)
        if isinstance(said, AcceptedAnswer) and kind == HOME:
            return replace(said, remark=f"{say('addresses.chosen', address=address)} {said.remark}".strip())
        return replace(said, person=True) if isinstance(said, RefusedAnswer) else said

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        """The summary of the back end behind this one."""
        return await self._backend.summary(service, answers, resident_context)

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        """Completes the form at the back end behind this one."""
        return await self._backend.complete(service, answers, resident_context)

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        """Gives the form up at the back end behind this one."""
        await self._backend.abandon(service, answers, resident_context)

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        """What the back end behind this one knows of a reference."""
        return await self._backend.status(reference, proof, resident_context)

    async def _looked_up(
        self, form: Form, value: str, resident_context: ResidentContext
    ) -> Choose | RefusedAnswer | None:
        """What to choose from, or why not; None where the back end should take the address as it was typed."""
        clear = await opened(value, resident_context)
        if not clear or resident_context.hide is None or not self._bridge.is_open:
            return None
        found: Looked = await self._bridge.over(choose_address(self._gazetteer, clear))
        match found:
            case OtherCouncilsAddress(neighbour):
                return RefusedAnswer(outside(neighbour), person=True)
            case TooManyAddresses():
                return RefusedAnswer(say("addresses.many"), person=True)
            case SeveralAddresses(addresses, exact):
                question = say("addresses.which" if exact else "addresses.one_of_these")
                homes = [Choice(each, each) for each in [await hidden(home, resident_context) for home in addresses]]
                typed = f"{TYPED}{value}"
                none = Choice(typed if len(typed) <= LONGEST else OTHER, say("addresses.none_of_these"), _NO)
                return _offer(question, homes, none)
            case OneAddress(address, sure):
                if sure or form.outcome is not Outcome.BOOKED:
                    return None
                home = await hidden(address, resident_context)
                another = Choice(OTHER, say("addresses.another"), _NO)
                return _offer(say("addresses.is_it_this"), [Choice(home, home, _YES)], another)
            case None:
                return None
        assert_never(found)


async def hidden(address: Address, resident_context: ResidentContext) -> str:
    """The placeholder of an address of the gazetteer, in this resident's conversation."""
    line = f"{address.line}, {address.postcode}".strip(", ")
    return await resident_context.hide(line) if resident_context.hide else ""


def outside(neighbour: Neighbour) -> str:
    """Whose an address is, and how to reach them."""
    parts = [say("addresses.outside", council=neighbour.council)]
    if neighbour.website:
        shown = neighbour.website.partition("://")[2].removeprefix("www.").strip("/")
        parts.append(say("addresses.their_website", shown=shown, address=neighbour.website))
    if neighbour.phone:
        parts.append(say("addresses.their_phone", phone=neighbour.phone))
    parts.append(say("addresses.outside_wrong"))
    return " ".join(parts)


def _offer(question: str, homes: list[Choice], otherwise: Choice) -> Choose:
    return Choose(question, (*(replace(each, value=f"{HOME}{each.value}") for each in homes), otherwise))
