"""Working a case: claim, reply, hand back, close, pass on."""

from __future__ import annotations

import asyncio

import pytest

from api.casework.life.intake import Intake
from api.casework.queue.desk_policy import plain_desk
from api.conversation.events import EventHub
from api.db.tables.conversations import Conversation, MessageRecord
from api.kernel.audit import case as case_subject
from api.kernel.errors import NotAllowed
from api.kernel.permissions import Member
from api.settings import Role
from bot.turn import CaseDraft, Conclusion, Outcome, Priority, Reply, Turn
from tests.support.casework.acts import act, actions
from tests.support.staff.desk import Desk


async def test_claiming_silences_the_bot_and_tells_the_resident_who_has_joined(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    answer = await browser.post(f"/staff/cases/{reference}/claim")
    assert answer.headers["location"] == f"/staff/cases/{reference}?done=claimed"
    case, conversation, messages = await desk.stored(reference)
    assert (case.status, conversation.owner, conversation.staff_name) == ("claimed", "person", "Sam Okoro")
    assert (messages[-1].sender, messages[-1].text) == (
        "system",
        "Sam Okoro from Waste and recycling has joined.",
    )
    assert await actions(desk, reference) == ["case_claimed"]
    assert "You have claimed this case" in (await browser.get(answer.headers["location"])).text


async def test_two_caseworkers_who_claim_at_once_leave_one_owner_and_the_other_is_told(desk: Desk) -> None:
    reference = await desk.case()
    browsers = [await desk.signed_in(name="Ann Bell"), await desk.signed_in(name="Bo Reid")]
    answers = await asyncio.gather(*(browser.post(f"/staff/cases/{reference}/claim") for browser in browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    _, conversation, messages = await desk.stored(reference)
    winner = "Ann Bell" if answers[0].status_code == 303 else "Bo Reid"
    assert conversation.staff_name == winner
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert f"{winner} has claimed this case already." in loser.text
    assert [message.text for message in messages if "has joined" in message.text] == [
        f"{winner} from Waste and recycling has joined."
    ]
    assert await actions(desk, reference) == ["case_claimed"]


async def test_claiming_twice_oneself_changes_nothing(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    assert [await act(browser, reference, "claim") for _ in range(2)] == [303, 303]
    assert await actions(desk, reference) == ["case_claimed"]


async def test_work_goes_on_after_the_chat_has_ended_and_the_chat_stays_ended(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    before = len((await desk.stored(reference))[2])
    await desk.close_chat((await desk.stored(reference))[1].id)
    for what in ("claim", "hand-back", "claim", "close"):
        assert await act(browser, reference, what) == 303
    case, conversation, messages = await desk.stored(reference)
    assert (case.status, conversation.owner, len(messages)) == ("closed", "closed", before)


async def test_handing_back_lets_the_bot_answer_and_keeps_the_case_open(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    assert await act(browser, reference, "hand-back") == 303
    case, conversation, messages = await desk.stored(reference)
    assert (case.status, case.claimed_by) == ("open", None)
    assert (conversation.owner, conversation.staff_name) == ("bot", None)
    assert messages[-1].sender == "system" and "a computer program" in messages[-1].text
    assert await actions(desk, reference) == ["case_claimed", "case_handed_back"]


async def test_closing_ends_the_case_and_lets_the_bot_answer(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    desk.clock.forward(minutes=20)
    assert await act(browser, reference, "close") == 303
    case, conversation, messages = await desk.stored(reference)
    assert (case.status, case.closed_at, conversation.owner) == ("closed", desk.clock(), "bot")
    assert reference in messages[-1].text
    assert await act(browser, reference, "close") == 409
    assert await act(browser, reference, "claim") == 409
    assert await actions(desk, reference) == ["case_claimed", "case_closed"]


async def test_a_colleague_cannot_release_somebody_elses_case_but_a_supervisor_can(desk: Desk) -> None:
    reference = await desk.case()
    owner, colleague = await desk.signed_in(name="Ann Bell"), await desk.signed_in()
    await act(owner, reference, "claim")
    for what, fields in (("hand-back", {}), ("close", {}), ("transfer", {"team": "streets"})):
        answer = await colleague.post(f"/staff/cases/{reference}/{what}", **fields)
        assert answer.status_code == 409 and "Ann Bell has this case." in answer.text
    assert await act(await desk.signed_in(Role.SUPERVISOR), reference, "hand-back") == 303


async def test_passing_on_moves_the_case_and_the_resident_waits_for_the_other_team(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    assert await act(browser, reference, "transfer", team="streets") == 303
    case, conversation, messages = await desk.stored(reference)
    assert (case.team, case.status, case.claimed_by, conversation.owner) == (
        "streets",
        "open",
        None,
        "waiting",
    )
    assert "to Street care" in messages[-1].text
    assert (await browser.get(f"/staff/cases/{reference}")).status_code == 404
    event = (await desk.audited(case_subject(reference)))[-1]
    assert event.details == {"before": "waste", "after": "streets"}


@pytest.mark.parametrize("team", ["", "waste", "no-such-team"])
async def test_a_case_goes_to_another_known_team_or_nowhere(desk: Desk, team: str) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    answer = await browser.post(f"/staff/cases/{reference}/transfer", team=team)
    assert answer.status_code == 422 and 'href="#team"' in answer.text
    assert (await desk.stored(reference))[0].team == "waste"


async def test_the_bot_stays_silent_while_another_caseworker_is_in_the_same_chat(desk: Desk) -> None:
    first = await desk.case("waste")
    second = await desk.case("streets", conversation_id=(await desk.stored(first))[1].id)
    waste, streets = await desk.signed_in(), await desk.signed_in(Role.AGENT, "streets", name="Ann Bell")
    await act(waste, first, "claim")
    await act(streets, second, "claim")
    await act(streets, second, "close")
    conversation = (await desk.stored(first))[1]
    assert (conversation.owner, conversation.staff_name) == ("person", "Sam Okoro")
    await act(waste, first, "close")
    assert (await desk.stored(first))[1].owner == "bot"


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("claim", {}),
        ("reply", {"text": "Hello"}),
        ("hand-back", {}),
        ("close", {}),
        ("transfer", {"team": "waste"}),
        ("reveal", {"placeholder": "<PERSON_1>", "reason": "I am curious"}),
    ],
)
async def test_another_teams_case_is_not_found_just_like_one_that_is_not_there(
    desk: Desk, what: str, fields: dict[str, str]
) -> None:
    reference, browser = await desk.case("housing"), await desk.signed_in(Role.AGENT, "waste")
    theirs = await browser.post(f"/staff/cases/{reference}/{what}", **fields)
    missing = await browser.post(f"/staff/cases/NB-2222-2222/{what}", **fields)
    assert theirs.status_code == missing.status_code == 404
    assert theirs.text == missing.text
    assert await actions(desk, reference) == []


async def test_every_change_is_announced_to_whoever_follows_the_conversation(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    hub = EventHub(desk.database_url)
    steps = [
        ("claim", {}), ("reply", {"text": "Hello"}), ("hand-back", {}), ("claim", {}),
        ("transfer", {"team": "streets"}),
    ]  # fmt: skip
    try:
        with hub.subscribe((await desk.stored(reference))[1].id) as news:
            hub.start()
            await asyncio.wait_for(news.wait(), 10)  # everybody is woken when the hub begins to listen
            for what, fields in steps:
                news.clear()
                assert await act(browser, reference, what, **fields) == 303
                await asyncio.wait_for(news.wait(), 10)
    finally:
        await hub.stop()


async def test_a_resident_who_writes_again_about_a_closed_case_puts_it_back_in_the_queue(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    await act(browser, reference, "claim")
    await act(browser, reference, "close")
    _, conversation, _ = await desk.stored(reference)
    again = CaseDraft(reference, "waste", "missed-bin", Priority.NORMAL, "ask_person", "It was missed again")
    said = desk.redactor.redact("It was missed again", None, []).text
    turn = Turn(said, (), Conclusion(Outcome.ROUTED, "missed-bin"), (Reply("", case=again),), None, [])
    async with desk.database.transaction() as session:
        conversation = await session.get_one(Conversation, conversation.id)
        await Intake(plain_desk(), desk.clock).take(session, conversation, "routed", turn)
    case, conversation, _ = await desk.stored(reference)
    assert (case.status, case.claimed_by, case.closed_at) == ("open", None, None)
    assert (case.summary, conversation.owner) == ("It was missed again", "waiting")


async def test_a_claim_waits_for_the_residents_turn_to_end(desk: Desk) -> None:
    reference, browser = await desk.case(), await desk.signed_in()
    _, conversation, _ = await desk.stored(reference)
    async with desk.database.transaction() as session:
        from api.conversation.repository import ChatRepository

        chat = ChatRepository(session)
        await chat.find(conversation.id, lock=True)
        claim = asyncio.create_task(act(browser, reference, "claim"))
        done, _ = await asyncio.wait([claim], timeout=0.3)
        assert not done
        late = MessageRecord(conversation_id=conversation.id, sender="bot", text="The bot's last word", extras={})
        await chat.add_messages([late])
    assert await claim == 303
    _, _, messages = await desk.stored(reference)
    assert [message.sender for message in messages[-2:]] == ["bot", "system"]


async def test_the_service_refuses_an_auditor_even_if_a_route_did_not(desk: Desk) -> None:
    reference = await desk.case()
    auditor = Member(1, "auditor", "Internal audit", Role.AUDITOR)
    for refused in (
        desk.work.claim(auditor, reference),
        desk.work.reply(auditor, reference, "Hello"),
        desk.work.hand_back(auditor, reference),
        desk.work.close(auditor, reference),
        desk.work.transfer(auditor, reference, "streets"),
        desk.work.reveal(auditor, reference, "<PERSON_1>", "I am curious"),
    ):
        with pytest.raises(NotAllowed):
            await refused
    assert await actions(desk, reference) == []
