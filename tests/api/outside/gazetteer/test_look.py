"""What the gazetteer makes of an address that somebody typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy import select

from api.db.session import Database
from api.db.tables.gazetteer import GazetteerAddress
from api.kernel.addresses import the_one
from api.kernel.event_loop_bridge import EventLoopBridge
from api.outside.gazetteer.address_choice import (
    OneAddress,
    OtherCouncilsAddress,
    SeveralAddresses,
    TooManyAddresses,
    choose_address,
)
from api.outside.gazetteer.addressed_backend import AddressedBackend
from api.outside.gazetteer.load import seed
from api.outside.gazetteer.service import Gazetteer
from api.settings import Settings
from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choose,
    Completed,
    Field,
    FieldKind,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
)
from bot.turn import Outcome

PACK = Settings(_env_file=None).council_pack


@pytest.fixture
async def gazetteer(database: Database) -> Gazetteer:
    """The sample of the council pack."""
    await seed(database, PACK)
    return Gazetteer(database)


@pytest.mark.parametrize(
    ("typed", "kind", "count"),
    [
        ("2 Mill Lane, NB1 2AB", OneAddress, 1),
        ("14 Mill Lane NB1 2AB", SeveralAddresses, 4),
        ("NB1 2AB", SeveralAddresses, None),
        ("99 Mill Lane NB1 2AB", SeveralAddresses, None),
        ("Mill Lane", TooManyAddresses, None),
        ("5 Long Street, NB12 3AB", OtherCouncilsAddress, None),
        ("2 Mill Lane, NB12 3AB", OtherCouncilsAddress, None),
        ("NB9 1AA", OtherCouncilsAddress, None),
    ],
)
async def test_an_address_is_found_offered_or_said_to_be_elsewhere(
    gazetteer: Gazetteer, typed: str, kind: type, count: int | None
) -> None:
    found = await choose_address(gazetteer, typed)
    assert isinstance(found, kind)
    if count is not None and isinstance(found, SeveralAddresses):
        assert len(found.addresses) == count
        assert len({each.line for each in found.addresses}) == count


@pytest.mark.parametrize("typed", ["", "the old tin hut by the sea", "1 Nowhere Road, ZZ1 1ZZ"])
async def test_of_what_it_does_not_know_it_says_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert await choose_address(gazetteer, typed) is None


async def test_the_house_next_door_is_asked_about(gazetteer: Gazetteer) -> None:
    found = await choose_address(gazetteer, "2b Mill Lane NB1 2AB")
    assert isinstance(found, OneAddress)
    assert not found.sure


async def test_every_address_that_can_be_chosen_is_found_again_as_itself(
    gazetteer: Gazetteer, database: Database
) -> None:
    async with database.transaction() as session:
        every = (await session.scalars(select(GazetteerAddress).order_by(GazetteerAddress.uprn).limit(60))).all()
    for row in every:
        one = the_one(await gazetteer.match(f"{row.line}, {row.postcode}"))
        assert one is not None, row.line
        assert one.uprn == row.uprn


FORM = Form("x", "X", Outcome.BOOKED, (Field("home", FieldKind.ADDRESS, "Where?", "Address"),))


class Trusting:
    """An office that takes every answer."""

    def form(self, service: str) -> Form | None:
        return FORM

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        return tuple({"home"} - set(answers))

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer:
        return AcceptedAnswer(value, value)

    async def summary(self, service: str, answers: Answers, resident_context: ResidentContext) -> Summary:
        return Summary(())

    async def complete(self, service: str, answers: Answers, resident_context: ResidentContext) -> Completed:
        return Completed("NB-TEST-0001", "Done.")

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        return None

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        return None


Asked = Callable[[str], Awaitable[AcceptedAnswer | Choose | RefusedAnswer]]


@pytest.fixture
def kept() -> dict[str, str]:
    """What stands behind placeholders: one was typed."""
    return {}


@pytest.fixture
async def ask(gazetteer: Gazetteer, kept: dict[str, str]) -> Asked:
    """Gives an answer to the question for the address."""
    bridge = EventLoopBridge()
    bridge.open()
    backend = AddressedBackend(Trusting(), gazetteer, bridge)

    async def reveal(placeholder: str) -> str | None:
        return kept.get(placeholder)

    async def hide(address: str) -> str:
        placeholder = f"<ADDRESS_{len(kept) + 1}>"
        kept[placeholder] = address
        return placeholder

    return lambda value: backend.check("x", "home", value, {}, ResidentContext(uuid4(), "k", reveal, hide))


async def test_the_council_that_serves_it_is_named_with_its_site_and_phone_and_a_person_is_offered(
    ask: Asked, kept: dict[str, str]
) -> None:
    kept["<ADDRESS_1>"] = "5 Long Street, NB12 3AB"
    said = await ask("<ADDRESS_1>")
    assert isinstance(said, RefusedAnswer)
    assert "Southmoor Borough Council" in said.say
    assert "https://www.southmoor.example" in said.say
    assert "01632 960302" in said.say
    assert said.person
    assert not said.ends


async def test_what_is_offered_are_placeholders_and_the_one_chosen_is_taken_and_read_back(
    ask: Asked, kept: dict[str, str]
) -> None:
    kept["<ADDRESS_1>"] = "14 Mill Lane NB1 2AB"
    said = await ask("<ADDRESS_1>")
    assert isinstance(said, Choose)
    assert not any("Mill" in each.title or "Mill" in each.value for each in said.options)
    assert [kept[each.title] for each in said.options[:-1]] == [
        f"Flat {number}, 14 Mill Lane, Northbridge, NB1 2AB" for number in (1, 2, 3, 4)
    ]
    taken = await ask(said.options[1].value)
    assert isinstance(taken, AcceptedAnswer)
    assert kept[taken.value].startswith("Flat 2, 14 Mill Lane")
    assert taken.value in taken.remark


async def test_none_of_these_takes_what_was_typed_and_a_doubtful_one_is_asked_again(
    ask: Asked, kept: dict[str, str]
) -> None:
    kept["<ADDRESS_1>"] = "99 Mill Lane NB1 2AB"
    said = await ask("<ADDRESS_1>")
    assert isinstance(said, Choose)
    assert await ask(said.options[-1].value) == AcceptedAnswer("<ADDRESS_1>", "<ADDRESS_1>")
    kept["<ADDRESS_9>"] = "2b Mill Lane NB1 2AB"
    doubtful = await ask("<ADDRESS_9>")
    assert isinstance(doubtful, Choose)
    assert isinstance(await ask(doubtful.options[-1].value), RefusedAnswer)
