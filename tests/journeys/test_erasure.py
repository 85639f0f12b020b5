"""A resident deletes a conversation: what goes, and what a case keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest

from api.commands.vault_commands import erase as erase_command
from tests.support.journeys.conversation import Resident, replies, token_of
from tests.support.journeys.personal_details import TOLD, VALUES, delete

if TYPE_CHECKING:
    from tests.conftest import Site

TABLES = ("conversation", "message", "turn", "case", "vault_key", "vault_value", "vault_fingerprint")
COOKIE = "reeve_chat"


@pytest.fixture
def resident(client: httpx.Client) -> Resident:
    """Somebody who left details."""
    made = Resident(client)
    made.say(TOLD)
    return made


def rows(site: Site, conversation: str) -> dict[str, int]:
    """How many rows each table has of a conversation."""
    counts = {}
    for table in TABLES:
        column = "id" if table == "conversation" else "conversation_id"
        ((count,),) = site.rows(f'select count(*) from "{table}" where {column} = %s', conversation)  # noqa: S608
        assert isinstance(count, int)
        counts[table] = count
    return counts


def test_nothing_is_left_of_a_conversation_without_work_under_way(site: Site, resident: Resident) -> None:
    assert rows(site, resident.id)["vault_value"] == 2
    assert delete(resident).raise_for_status().json() == {"cases_kept": []}
    assert set(rows(site, resident.id).values()) == {0}
    assert resident.post("hello").status_code == 404
    assert delete(resident).status_code == 404


def test_a_case_under_way_is_kept_without_details_and_nobody_has_a_token_to_it(site: Site, resident: Resident) -> None:
    reference = replies(resident.say("please pass it on", choice="person"))[0]["case"]["reference"]
    assert delete(resident).raise_for_status().json() == {"cases_kept": [reference]}
    left = rows(site, resident.id)
    assert {table for table, count in left.items() if not count} == {"vault_key", "vault_value", "vault_fingerprint"}
    assert resident.post("hello").status_code == 404
    path = f"/api/v1/conversations/{resident.id}/messages"
    for token in ("x", resident.token):
        headers = {"Authorization": f"Bearer {token}"}
        assert resident.client.get(path, headers=headers).status_code == 404
    query = "select actor from audit_event where subject = %s and action = 'conversation_erased'"
    assert site.rows(query, f"case {reference}") == [("resident",)]


def test_nobody_else_can_delete_it(site: Site, resident: Resident) -> None:
    other = Resident(resident.client)
    other.id = resident.id
    assert delete(other).status_code == 404
    assert resident.client.post(f"/api/v1/conversations/{resident.id}/erase").status_code == 404
    assert rows(site, resident.id)["vault_value"] == 2


def test_without_javascript_it_is_deleted_after_a_second_step_and_the_page_says_so(
    site: Site, client: httpx.Client
) -> None:
    client.post("/chat", data={"text": TOLD})
    conversation = client.cookies[COOKIE].partition(".")[0]
    page = client.get("/chat").text
    assert "Delete this conversation" in page and "Yes, delete this conversation" in page
    answer = client.post("/chat/delete", data={"csrf": token_of(page)})
    assert answer.status_code == 303 and COOKIE not in client.cookies
    assert set(rows(site, conversation).values()) == {0}
    after = client.get(answer.headers["location"]).text
    assert "Your conversation was deleted." in after and "Delete this conversation" not in after


def test_without_javascript_a_case_under_way_is_spoken_of(client: httpx.Client) -> None:
    client.post("/chat", data={"text": TOLD})
    client.post("/chat", data={"choice": "person"})
    answer = client.post("/chat/delete", data={"csrf": token_of(client.get("/chat").text)})
    assert answer.headers["location"] == "/chat?deleted=details"
    assert "The work you asked us for goes on" in client.get(answer.headers["location"]).text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_that_our_own_page_did_not_send_deletes_nothing(
    site: Site, client: httpx.Client, headers: dict[str, str]
) -> None:
    client.post("/chat", data={"text": TOLD})
    conversation = client.cookies[COOKIE].partition(".")[0]
    token = token_of(client.get("/chat").text) if headers else "x" * 32
    for data in ({"csrf": token}, {}):
        assert client.post("/chat/delete", data=data, headers=headers).status_code == 403
    assert rows(site, conversation)["vault_value"] == 2


def test_leaving_forgets_the_chat_in_this_browser_and_opens_a_page_of_the_settings(
    site: Site, client: httpx.Client
) -> None:
    client.post("/chat", data={"text": "my husband hits me and I am afraid he will kill me"})
    conversation = client.cookies[COOKIE].partition(".")[0]
    assert 'href="/chat/leave"' in client.get("/chat").text
    answer = client.get("/chat/leave")
    assert (answer.status_code, answer.headers["location"]) == (303, site.parts.settings.leave_url)
    assert COOKIE not in client.cookies and answer.headers["cache-control"] == "no-store"
    assert "hits me" not in client.get("/chat").text
    assert rows(site, conversation)["case"] == 1, "the team still knows"


def test_a_conversation_whose_key_does_not_open_is_refused_and_help_is_still_shown(
    site: Site, resident: Resident
) -> None:
    with psycopg.connect(site.parts.database.url) as connection:
        connection.execute("update vault_key set master = 'another one' where conversation_id = %s", [resident.id])
    before = rows(site, resident.id)
    turn = resident.say(TOLD)
    assert (turn["outcome"], turn["messages"][0]["id"]) == ("failed", 0)
    assert "I have not kept your message" in turn["messages"][0]["text"]
    urgent = resident.say("there is a fire in my flat and I cannot get out")
    assert urgent["outcome"] == "urgent" and urgent["messages"][0]["card"]
    assert rows(site, resident.id) == before
    delete(resident).raise_for_status()
    assert set(rows(site, resident.id).values()) == {0}


def test_no_file_of_the_database_holds_a_value_in_clear(site: Site, resident: Resident) -> None:
    delete(resident).raise_for_status()
    with psycopg.connect(site.parts.database.url, autocommit=True) as connection:
        connection.execute("checkpoint")
    folder = site.parts.settings.data_dir / "postgres"
    needles = [value.encode() for value in VALUES.values()]
    looked, found = 0, []
    for file in folder.rglob("*"):
        if file.is_file():
            looked, data = looked + 1, file.read_bytes()
            found += [file.name for needle in needles if needle in data]
    assert looked > 500 and found == []


def test_the_command_erases_by_reference_and_says_what_is_kept(site: Site, resident: Resident) -> None:
    reference = replies(resident.say("please pass it on", choice="person"))[0]["case"]["reference"]
    said = erase_command(site.parts.settings, reference)
    assert said.endswith(f"kept without them until closed: {reference}.")
    assert rows(site, resident.id)["vault_key"] == 0
    with pytest.raises(SystemExit, match="no such case or conversation"):
        erase_command(site.parts.settings, "NB-0000-0000")
