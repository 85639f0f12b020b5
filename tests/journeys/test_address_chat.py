"""An address that is not clear or not ours, over the API and on the page without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from tests.support.journeys.conversation import Resident, replies

if TYPE_CHECKING:
    from tests.conftest import Site

BEGIN = ("I want to book a bulky waste collection for a sofa", "yes", "no")
FLATS = [f"Flat {number}, 14 Mill Lane, Northbridge, NB1 2AB" for number in (1, 2, 3, 4)]


def test_an_address_is_chosen_from_those_that_fit_and_only_the_resident_sees_them(
    site: Site, client: httpx.Client
) -> None:
    resident = Resident(client)
    for words in BEGIN:
        resident.say(words)
    asked = replies(resident.say("14 Mill Lane NB1 2AB"))[-1]
    offered = asked["buttons"]
    assert [each["title"] for each in offered[:4]] == FLATS
    assert resident.transcript()["messages"][-1]["buttons"] == offered
    chosen = replies(resident.say(FLATS[1], offered[1]["choice"]))[-1]
    assert "You chose “Flat 2, 14 Mill Lane, Northbridge, NB1 2AB”" in chosen["text"]
    assert FLATS[1] in chosen["html"]
    resident.say("Zaqwyx Brombly")
    assert "Mill Lane" not in str(resident.transcript())
    stored = site.rows("select text, extras::text from message where conversation_id = %s", resident.id)
    dialogue = site.rows("select dialogue::text from conversation where id = %s", resident.id)
    assert "Mill Lane" not in str(stored) + str(dialogue)


def test_an_address_outside_the_area_names_its_council_and_offers_a_person(client: httpx.Client) -> None:
    resident = Resident(client)
    for words in BEGIN:
        resident.say(words)
    said = replies(resident.say("5 Long Street, NB12 3AB"))[-1]
    assert "Southmoor Borough Council serves it" in said["text"]
    assert 'href="https://www.southmoor.example"' in said["html"]
    assert "01632 960302" in said["text"]
    assert "person" in [each["choice"] for each in said["buttons"]]


def test_a_whole_postcode_is_a_list_on_the_page_without_javascript(client: httpx.Client) -> None:
    client.post("/chat", data={"action": "start"})
    for words in (*BEGIN, "NB1 2AB"):
        page = client.post("/chat", data={"text": words}, follow_redirects=True)
    assert '<select class="govuk-select" id="choice" name="choice">' in page.text
    option = page.text.partition("Flat 3, 14 Mill Lane")[0].rpartition('<option value="')[2].partition('"')[0]
    code = option.replace("&lt;", "<").replace("&gt;", ">")
    page = client.post("/chat", data={"choice": code}, follow_redirects=True)
    assert "You chose “Flat 3, 14 Mill Lane, Northbridge, NB1 2AB”" in page.text
