"""What every back end of a form promises (`bot.ports.FormBackend`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from bot.forms.form import AcceptedAnswer, Choose, Completed, RefusedAnswer, ResidentContext, Summary
from bot.ports import FormBackend
from bot.turn import Outcome

CLEAR = {
    "<ADDRESS_1>": "2 Mill Lane, NB1 2CD",
    "<PERSON_1>": "Ada Lovelace",
    "<PHONE_NUMBER_1>": "07700 900123",
    "<UK_POSTCODE_1>": "NB1 2CD",
    "<UK_POSTCODE_2>": "NB9 9ZZ",
}


@dataclass
class FormCase:
    """A back end, one of its services, and how a resident answers it. A choice that is offered is taken: the first."""

    backend: FormBackend
    service: str
    replies: dict[str, str]
    conversation: UUID = field(default_factory=uuid4)
    clear: dict[str, str] = field(default_factory=lambda: dict(CLEAR))

    def resident(self, key: str = "turn-1", conversation: UUID | None = None) -> ResidentContext:
        """The resident in one turn, or somebody else."""

        async def reveal(placeholder: str) -> str | None:
            return self.clear.get(placeholder)

        async def hide(address: str) -> str:
            known = {value: placeholder for placeholder, value in self.clear.items()}
            return known.get(address) or self._kept(address)

        return ResidentContext(conversation or self.conversation, key, reveal, hide)

    def _kept(self, address: str) -> str:
        placeholder = f"<ADDRESS_{len(self.clear) + 1}>"
        self.clear[placeholder] = address
        return placeholder

    async def settled(self, done: Completed) -> None:
        """What the application does with a form that is completed."""


class FormBackendContract(ABC):
    """Subclasses give a fixture `case`. `makes`: it books or reports something; `traces`: it tells how that stands."""

    makes = True
    traces = True

    @abstractmethod
    def case(self) -> FormCase:
        """A fixture: the back end, with nothing booked or reported."""

    async def filled(self, case: FormCase) -> tuple[dict[str, str], list[str]]:
        """Answers to every question, and all that was shown or said on the way."""
        answers: dict[str, str] = {}
        said: list[str] = []
        while missing := case.backend.missing(case.service, answers):
            name, value = missing[0], case.replies.get(missing[0], "")
            for _ in range(3):
                told = await case.backend.check(case.service, name, value, answers, case.resident())
                if not isinstance(told, Choose):
                    break
                said += [told.say, *(each.title for each in told.options)]
                value = told.options[0].value
            assert isinstance(told, AcceptedAnswer), (name, told)
            said += [told.shown, told.remark]
            answers[name] = told.value
        return answers, said

    def test_it_deals_with_its_own_service_and_no_other(self, case: FormCase) -> None:
        form = case.backend.form(case.service)
        assert form is not None
        assert form.service == case.service
        assert form.outcome in (Outcome.BOOKED, Outcome.REPORTED, Outcome.ANSWERED)
        assert case.backend.form("no-such-service") is None

    async def test_what_is_missing_is_asked_in_order_until_nothing_is(self, case: FormCase) -> None:
        form = case.backend.form(case.service)
        assert form is not None
        order = [each.name for each in form.fields]
        missing = case.backend.missing(case.service, {})
        assert missing and list(missing) == [name for name in order if name in missing]
        answers, _ = await self.filled(case)
        assert case.backend.missing(case.service, answers) == ()

    async def test_an_accepted_answer_is_accepted_again_as_it_is(self, case: FormCase) -> None:
        answers, _ = await self.filled(case)
        for name, value in answers.items():
            before = {other: answers[other] for other in answers if other != name}
            again = await case.backend.check(case.service, name, value, before, case.resident())
            offered = [each.value for each in again.options] if isinstance(again, Choose) else []
            assert (isinstance(again, AcceptedAnswer) and again.value == value) or any(
                value in each for each in offered
            ), name

    async def test_nothing_is_shown_or_said_in_clear(self, case: FormCase) -> None:
        answers, said = await self.filled(case)
        summary = await case.backend.summary(case.service, answers, case.resident())
        assert isinstance(summary, Summary)
        assert bool(summary.lines) == self.makes
        done = await case.backend.complete(case.service, answers, case.resident())
        assert isinstance(done, Completed)
        said += [summary.note, done.say, done.case.summary if done.case else ""]
        said += [text for line in summary.lines for text in (line.label, line.shown)]
        personal = [clear for name, clear in case.clear.items() if not name.startswith("<COUNCIL_REFERENCE")]
        leaked = [clear for clear in personal if any(clear in text for text in [*said, *answers.values()])]
        assert leaked == []

    async def test_the_same_turn_taken_again_makes_nothing_new(self, case: FormCase) -> None:
        answers, _ = await self.filled(case)
        done = [await case.backend.complete(case.service, answers, case.resident()) for _ in range(2)]
        assert isinstance(done[0], Completed)
        assert done[0].reference
        assert (done[0].reference in done[0].say) == self.makes
        assert done[0] == done[1]

    async def test_a_form_is_given_up_as_often_as_one_likes_and_filled_in_again(self, case: FormCase) -> None:
        answers, _ = await self.filled(case)
        for _ in range(2):
            await case.backend.abandon(case.service, answers, case.resident())
        again, _ = await self.filled(case)
        done = await case.backend.complete(case.service, again, case.resident("turn-2"))
        assert isinstance(done, Completed)

    async def test_how_it_stands_is_told_to_whoever_proves_to_be_the_resident_and_nobody_else(
        self, case: FormCase
    ) -> None:
        answers, _ = await self.filled(case)
        done = await case.backend.complete(case.service, answers, case.resident())
        assert not isinstance(done, RefusedAnswer)
        await case.settled(done)
        stranger = case.resident("turn-3", uuid4())
        case.clear["<COUNCIL_REFERENCE_1>"] = done.reference
        case.clear["<COUNCIL_REFERENCE_2>"] = "NB-NONE-HERE"
        told = await case.backend.status("<COUNCIL_REFERENCE_1>", "<UK_POSTCODE_1>", case.resident("turn-3"))
        assert (told is not None) == self.traces
        assert await case.backend.status("<COUNCIL_REFERENCE_1>", "<UK_POSTCODE_2>", stranger) is None
        assert await case.backend.status("<COUNCIL_REFERENCE_2>", "<UK_POSTCODE_1>", stranger) is None
        nothing = replace(stranger, reveal=_nothing)
        assert await case.backend.status("<COUNCIL_REFERENCE_1>", "<UK_POSTCODE_1>", nothing) is None


async def _nothing(placeholder: str) -> str | None:
    return None
