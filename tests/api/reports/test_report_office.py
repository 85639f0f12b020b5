"""What residents report, what is offered to them instead, and who is told how it stands."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from api.casework.cases.repository import CaseRepository
from api.conversation.erase import erase
from api.conversation.repository import ChatRepository
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.reports import Report
from api.reports.repository import ReportRepository
from bot.forms.form import AcceptedAnswer, Choose, Completed, RefusedAnswer
from bot.turn import Priority
from tests.support.services.residents import Resident, Town, council, kinds

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
POTHOLE = {"what": "hole", "danger": "no", "where": "", "details": "no", "photo": "no", "email": "no"}


def pothole(where: str, **more: str) -> dict[str, str]:
    return {**POTHOLE, "where": where, **more}


def somewhere() -> str:
    """A street that no other test speaks of."""
    return f"Street of the {secrets.token_hex(6)}"


def test_every_service_that_takes_reports_has_a_form_in_plain_words() -> None:
    services = {service.slug for service in council().pack.services if service.does == "report"}
    assert set(kinds().kinds) == services


async def test_a_report_makes_a_case_with_the_answers_as_they_were_shown(town: Town) -> None:
    street = somewhere()
    done = await town.reported(await town.resident(), "pothole", **pothole(street))
    assert done.case is not None
    assert (done.case.team, done.case.priority, done.case.reference) == ("highways", Priority.NORMAL, done.reference)
    assert (
        done.case.summary == f"Report: Pothole or damaged road.\nWhat is wrong: A hole\nDangerous: No\nWhere: {street}"
    )
    assert done.reference in done.say


async def test_danger_makes_it_urgent_for_the_team_and_tells_the_resident_whom_to_phone(town: Town) -> None:
    resident = await town.resident()
    told = await town.backend.check("pothole", "danger", "yes", {}, resident.resident_context)
    assert isinstance(told, AcceptedAnswer)
    assert "01632 960200" in told.remark
    done = await town.reported(resident, "pothole", **pothole(somewhere(), danger="yes"))
    assert done.case is not None
    assert done.case.priority is Priority.HIGH


async def test_taking_the_same_turn_again_reports_nothing_twice(town: Town) -> None:
    resident = await town.resident()
    said = pothole(somewhere())
    assert (await town.reported(resident, "pothole", **said)).reference == (
        await town.reported(replace(resident, key="key-1"), "pothole", **{**said, "danger": "yes"})
    ).reference


@pytest.mark.parametrize("again", ["outside the Co-op, {}", "Outside the co-op {}", "by Co-op, {}"])
async def test_the_same_report_at_the_same_place_in_words_is_offered_to_be_followed(town: Town, again: str) -> None:
    street = f"Long Rd {secrets.token_hex(4)}"
    first = await town.reported(await town.resident(), "pothole", **pothole(f"outside the Co-op, {street}"))
    other = await town.resident()
    place = again.format(street.replace("Rd", "Road"))
    offered = await town.backend.check("pothole", "where", place, {"danger": "no"}, other.resident_context)
    assert isinstance(offered, Choose)
    assert offered.say.startswith("This looks like a report from today.")
    follow, another = offered.options
    assert street in follow.title
    accepted = await town.backend.check("pothole", "where", follow.value, {"danger": "no"}, other.resident_context)
    assert isinstance(accepted, AcceptedAnswer)
    answers = {"what": "hole", "danger": "no", "where": accepted.value}
    assert town.backend.missing("pothole", answers) == ()
    done = await town.backend.complete("pothole", answers, other.resident_context)
    assert isinstance(done, Completed)
    assert (done.reference, done.case) == (first.reference, None)
    assert await town.backend.status(first.reference, "", other.resident_context) is not None
    kept = await town.backend.check("pothole", "where", another.value, {"danger": "no"}, other.resident_context)
    assert kept == AcceptedAnswer(f"outside the Co-op, {street}", f"outside the Co-op, {street}")


async def test_points_count_as_near_within_the_metres_of_the_kind(town: Town) -> None:
    east = secrets.randbelow(10_000_000) / 100_000
    await town.reported(await town.resident(), "pothole", **pothole(f"geo:54.00000,{east:.5f}"))
    other = await town.resident()
    at = {"20 m away": f"geo:54.00018,{east:.5f}", "40 m away": f"geo:54.00036,{east:.5f}"}
    near = await town.backend.check("pothole", "where", at["20 m away"], {"danger": "no"}, other.resident_context)
    far = await town.backend.check("pothole", "where", at["40 m away"], {"danger": "no"}, other.resident_context)
    assert isinstance(near, Choose)
    assert isinstance(far, AcceptedAnswer)
    anyway = await town.backend.check("pothole", "where", near.options[-1].value, {}, other.resident_context)
    assert isinstance(anyway, AcceptedAnswer)
    assert anyway.value == at["20 m away"]


async def test_nothing_nearby_is_offered_for_danger_for_closed_reports_or_for_what_is_nobodys_business(
    town: Town,
) -> None:
    street = somewhere()
    done = await town.reported(await town.resident(), "pothole", **pothole(street))
    noise = {"what": "music", "when": "night", "where": street, "details": "no", "email": "no"}
    await town.reported(await town.resident(), "noise", **noise)
    other = await town.resident()
    danger = await town.backend.check("pothole", "where", street, {"danger": "yes"}, other.resident_context)
    private = await town.backend.check("noise", "where", street, {}, other.resident_context)
    assert isinstance(danger, AcceptedAnswer)
    assert isinstance(private, AcceptedAnswer)
    async with town.database.transaction() as session:
        case = await CaseRepository(session).find(done.reference)
        assert case is not None
        case.status = "closed"
    assert isinstance(await town.backend.check("pothole", "where", street, {}, other.resident_context), AcceptedAnswer)


async def test_a_report_whose_turn_never_ended_is_nobodys_and_is_swept_away(town: Town) -> None:
    resident = await town.resident()
    answers = await town.answered(resident, "pothole", **pothole(somewhere()))
    done = await town.backend.complete("pothole", answers, resident.resident_context)
    assert isinstance(done, Completed)
    assert await town.backend.status(done.reference, "", resident.resident_context) is None
    async with town.database.transaction() as session:
        assert await session.get(Report, done.reference) is not None  # its turn may still be under way
        await session.execute(update(Report).where(Report.reference == done.reference).values(created_at=LONG_AGO))
        assert await ReportRepository(session).sweep() >= 1
        assert await session.scalar(select(Report.reference).where(Report.reference == done.reference)) is None


async def test_a_hidden_place_is_never_compared_or_shown(town: Town) -> None:
    place = "outside <ADDRESS_1>"
    await town.reported(await town.resident(ADDRESS_1="12 Mill Lane"), "pothole", **pothole(place))
    other = await town.backend.check("pothole", "where", place, {}, (await town.resident()).resident_context)
    assert isinstance(other, AcceptedAnswer)


async def repair(town: Town, resident: Resident) -> Completed:
    said = {"where": "<ADDRESS_1>", "what": "heating", "danger": "no", "details": "skip", "photo": "no"}
    return await town.reported(resident, "housing-repair", **said, phone="<PHONE_NUMBER_1>")


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        *((right, True) for right in ("NB3 4LT", "nb34lt", "<UK_POSTCODE_1>", "+44 1632 960111")),
        *((wrong, False) for wrong in ("NB3 4LS", "", "<UK_POSTCODE_2>", "12 Mill Lane")),
    ],
)
async def test_how_a_report_stands_is_told_to_who_knows_its_postcode_or_contact(
    town: Town, proof: str, told: bool
) -> None:
    mine = await town.resident(ADDRESS_1="12 Mill Lane, NB3 4LT", PHONE_NUMBER_1="01632 960111")
    done = await repair(town, mine)
    stranger = await town.resident(UK_POSTCODE_1="NB3 4LT")
    said = await town.backend.status(done.reference.lower().replace("-", " "), proof, stranger.resident_context)
    assert (said is not None) is told
    assert await town.backend.status(done.reference, "", mine.resident_context) is not None


async def test_nothing_of_the_address_is_kept_in_clear_and_erasure_takes_every_proof(town: Town) -> None:
    mine = await town.resident(ADDRESS_1="12 Mill Lane, NB3 4LT", PHONE_NUMBER_1="01632 960111")
    done = await repair(town, mine)
    async with town.database.transaction() as session:
        kept = await session.get(Report, done.reference)
        assert kept is not None
        assert "Mill" not in repr(vars(kept))
        conversation = await ChatRepository(session).find(mine.conversation)  # type: ignore[arg-type]
        assert conversation is not None
        assert await erase(session, town.vault, conversation) == (done.reference,)
    assert await town.backend.status(done.reference, "NB3 4LT", (await town.resident()).resident_context) is None
    async with town.database.transaction() as session:
        await ChatRepository(session).delete([mine.conversation])  # type: ignore[list-item]
        assert await session.scalar(select(Report.reference).where(Report.reference == done.reference)) is None


@pytest.mark.parametrize(
    ("service", "field", "value"),
    [
        ("pothole", "what", "a dragon"),
        ("pothole", "where", "geo:95.0,0.0"),
        ("pothole", "where", "x"),
        ("pothole", "where", "y" * 301),
        ("pothole", "where", "follow:NB-2222-2222"),
        ("pothole", "photo", "my cat"),
        ("pothole", "photo", "photo:" + "b" * 16),
        ("pothole", "email", "yes please"),
        ("missed-bin", "where", "my house"),
        ("stray-dog", "dog", "z" * 1001),
    ],
)
async def test_an_answer_that_cannot_stand_is_explained(town: Town, service: str, field: str, value: str) -> None:
    refused = await town.backend.check(service, field, value, {}, (await town.resident()).resident_context)
    assert isinstance(refused, RefusedAnswer)
    assert refused.say
    assert not refused.ends


async def test_the_office_answers_on_another_thread_while_the_conversations_row_is_locked(database_url: str) -> None:
    database = Database(database_url, 4)
    town = Town.open(database)
    resident, street = await town.resident(), somewhere()
    done: list[Completed | RefusedAnswer] = []

    def engine() -> None:
        done.append(
            asyncio.run(town.backend.complete("pothole", pothole(street, details=""), resident.resident_context))
        )

    async with database.transaction() as session:
        locked = select(Conversation.id).where(Conversation.id == resident.conversation).with_for_update()
        await session.execute(locked)
        await asyncio.to_thread(engine)
    assert isinstance(done[0], Completed)
    await database.close()
