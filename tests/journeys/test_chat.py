"""Whole conversations of residents, over the API, with the real model and a real database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.turn import Outcome
from tests.support.journeys.conversation import Resident, choices, replies, somewhere

if TYPE_CHECKING:
    from tests.conftest import Site

LITTER = "a litter bin is overflowing"
MISSED_BIN = "My bin was not emptied"
VAGUE = ("help with rubbish", "parking", "a problem with my bill", "my house", "I need a form", "the road")


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who has just opened the chat."""
    return Resident(client)


def cases_of(site: Site, resident: Resident) -> list[tuple[object, ...]]:
    """Reference, kind, team, service, priority and summary of the resident's cases, oldest first."""
    query = (
        'select reference, kind, team, service, priority, summary from "case" where conversation_id = %s'
        " order by created_at"
    )
    return site.rows(query, resident.id)


def test_the_welcome_says_that_it_is_a_program_and_that_a_person_can_be_asked_for(resident: Resident) -> None:
    (welcome,) = resident.welcome
    assert "a computer program" in welcome["text"]
    assert "ask for a person" in welcome["text"]


def test_a_missed_bin_is_answered_in_the_words_of_its_page_with_the_source(site: Site, resident: Resident) -> None:
    turn = resident.say(MISSED_BIN)
    page = next(page for page in site.parts.assistant.searcher.index.pages if page.id == "missed-bin")
    (answer,) = replies(turn)
    assert (turn["outcome"], turn["owner"]) == ("answered", "bot")
    assert answer["link"] == {"title": page.title, "url": page.url}
    assert answer["reviewed_on"] == page.reviewed_on.isoformat()
    said = [line.lstrip("- ").strip() for line in answer["text"].splitlines() if len(line) > 20]
    known = " ".join(f"{page.body} {page.summary}".split())
    assert said
    assert [line for line in said if " ".join(line.split()) not in known] == []
    assert choices(turn) == ["report:missed-bin", "person"]
    assert resident.client.get(answer["link"]["url"]).status_code == 200


def test_report_this_now_makes_a_case_with_a_reference(site: Site, resident: Resident) -> None:
    resident.say(LITTER)
    asked = resident.say("Report this now", choice="report:litter")
    assert asked["outcome"] == "collecting"
    for answer in (somewhere(), "skip", "skip", "skip"):
        assert cases_of(site, resident) == []
        resident.say(answer)
    turn = resident.say("yes")
    (reply,) = replies(turn)
    assert turn["outcome"] == "reported"
    assert reply["case"]["team"] == "Street care"
    assert reply["case"]["reference"] in reply["text"]
    ((reference, kind, _team, service),) = [case[:4] for case in cases_of(site, resident)]
    assert (reference, kind, service) == (reply["case"]["reference"], "reported", "litter")


def test_an_unclear_enquiry_offers_at_most_three_buttons_and_choosing_one_answers(
    client: httpx.Client,
) -> None:
    for text in VAGUE:
        resident = Resident(client)
        turn = resident.say(text)
        buttons = replies(turn)[-1]["buttons"]
        assert len(buttons) <= 3
        if turn["outcome"] == "clarified":
            break
    assert turn["outcome"] == "clarified"
    assert len(buttons) >= 2
    answered = resident.say(buttons[-1]["title"], choice=buttons[-1]["choice"])
    assert answered["outcome"] == "answered"
    assert replies(answered)[0]["link"]["url"]


def test_a_button_of_an_earlier_message_is_refused_and_nothing_happens(resident: Resident) -> None:
    resident.say(MISSED_BIN)
    resident.say("hello")
    before = resident.transcript()
    refused = resident.post("Report this now", choice="report:missed-bin")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert resident.transcript() == before


def test_asking_for_a_person_makes_a_case_for_the_team_with_a_redacted_summary(site: Site, resident: Resident) -> None:
    resident.say("My name is Philippa Quennell and my bin was not emptied")
    turn = resident.say("I want to talk to a person")
    (reply,) = replies(turn)
    assert (turn["outcome"], turn["owner"]) == ("routed", "waiting")
    ((reference, kind, team, service, priority, summary),) = cases_of(site, resident)
    assert (kind, team, service, priority) == ("routed", "waste", "missed-bin", "normal")
    assert reference == reply["case"]["reference"]
    assert "<PERSON_1>" in str(summary)
    assert "Quennell" not in str(summary)


def test_talk_to_someone_works_at_once_without_a_question_before_it(site: Site, resident: Resident) -> None:
    turn = resident.say("Talk to someone", choice="person")
    assert turn["outcome"] == "routed"
    assert [case[2] for case in cases_of(site, resident)] == ["customer-services"]


def test_asking_for_a_person_twice_keeps_one_case(site: Site, resident: Resident) -> None:
    first = resident.say("Talk to someone", choice="person")
    second = resident.say("Talk to someone", choice="person")
    assert replies(first)[0]["case"] == replies(second)[0]["case"]
    assert len(cases_of(site, resident)) == 1


def test_small_talk_is_answered_as_such_and_opens_nothing(site: Site, resident: Resident) -> None:
    turn = resident.say("hello")
    assert turn["outcome"] == "small_talk"
    assert replies(turn)[0]["link"] is None
    assert cases_of(site, resident) == []


def test_what_is_not_the_councils_offers_a_person(resident: Resident) -> None:
    turn = resident.say("what is the capital of Mongolia")
    assert turn["outcome"] == "out_of_scope"
    assert choices(turn) == ["person"]


def test_a_follow_up_without_its_subject_is_about_the_service_in_hand(site: Site, resident: Resident) -> None:
    resident.say(MISSED_BIN)
    turn = resident.say("when will you come back for it?")
    assert turn["outcome"] == "answered"
    assert replies(turn)[0]["link"]["url"] == "/services/missed-bin"
    assert site.rows("select service from conversation where id = %s", resident.id) == [("missed-bin",)]


def test_a_crisis_shows_999_makes_an_urgent_case_and_the_rest_is_still_answered(site: Site, resident: Resident) -> None:
    turn = resident.say("My husband has collapsed and is not breathing. Also my bin was not emptied.")
    first, *rest = replies(turn)
    assert turn["outcome"] == "urgent"
    assert "999" in [line["phone"] for line in first["card"]["lines"]]
    assert first["case"]["reference"]
    assert [case[1] for case in cases_of(site, resident) if case[4] == "urgent"] == ["urgent"]
    assert [reply["link"]["url"] for reply in rest if reply["link"]] == ["/services/missed-bin"]


def test_a_crisis_is_recognised_while_a_person_is_waited_for(resident: Resident) -> None:
    resident.say("Talk to someone", choice="person")
    turn = resident.say("he is not breathing, please help")
    assert turn["outcome"] == "urgent"
    assert replies(turn)[0]["card"]


def test_the_transcript_holds_every_message_once_in_order(resident: Resident) -> None:
    turns = [
        resident.say(MISSED_BIN),
        resident.say("thanks"),
        resident.say("Talk to someone", choice="person"),
    ]
    expected = [*resident.welcome, *(message for turn in turns for message in turn["messages"])]
    read = resident.transcript()["messages"]
    assert read == expected
    assert [message["id"] for message in read] == sorted(message["id"] for message in read)


def test_every_stored_turn_has_one_named_outcome(site: Site, resident: Resident) -> None:
    for text in (MISSED_BIN, "thanks", "😡", "parking", "I want to talk to a person"):
        resident.say(text)
    stored = site.rows("select outcome, services from turn where conversation_id = %s", resident.id)
    assert len(stored) == 5
    assert {outcome for outcome, _ in stored} <= {outcome.value for outcome in Outcome}
    everywhere = {outcome for (outcome,) in site.rows("select distinct outcome from turn")}
    assert everywhere <= {outcome.value for outcome in Outcome}
    assert "emptied" not in json.dumps([services for _, services in stored])


def test_a_phone_number_split_over_two_messages_is_nowhere_in_clear(site: Site, client: httpx.Client) -> None:
    resident = Resident(client)
    resident.say("you can ring me, my number is 07700")
    resident.say("900461")
    kept = site.rows("select text from message where conversation_id = %s and sender = 'resident'", resident.id)
    assert [text for (text,) in kept] == ["you can ring me, my number is <PHONE_NUMBER_1>", "<PHONE_NUMBER_2>"]
    assert site.rows("select unfinished from conversation where id = %s", resident.id) == [(None,)]
