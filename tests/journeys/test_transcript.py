"""The copy of a conversation that a resident takes away, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from api.chat.rating_words import asking_words
from tests.support.journeys.conversation import Resident

if TYPE_CHECKING:
    from tests.conftest import Site

PROJECT = Path(__file__).parents[2]


def test_a_resident_takes_a_copy_with_what_was_hidden_still_hidden(client: httpx.Client) -> None:
    resident = Resident(client)
    resident.say("I am Ada Lovelace, my phone is 07700 900123 and my bin was not emptied")
    path = f"/api/v1/conversations/{resident.id}/transcript"
    answer = client.get(path, headers=resident.headers)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"] == 'attachment; filename="conversation.txt"'
    assert answer.headers["cache-control"] == "no-store"
    assert "07700" not in answer.text and "[phone number 1 hidden]" in answer.text
    assert "You:" in answer.text and "Assistant (a computer program):" in answer.text
    assert "<PHONE" not in answer.text
    other = Resident(client)
    for headers in ({}, other.headers):
        assert client.get(path, headers=headers).status_code == 404


def test_the_page_without_javascript_has_a_link_to_it(client: httpx.Client) -> None:
    assert client.get("/chat/transcript").headers["location"] == "/chat"
    client.post("/chat", data={"text": "my bin was not emptied"}, headers={"Origin": str(client.base_url).rstrip("/")})
    assert 'href="/chat/transcript"' in client.get("/chat").text
    answer = client.get("/chat/transcript")
    assert "my bin was not emptied" in answer.text and answer.headers["content-disposition"].startswith("attachment")


def test_a_copy_is_sent_by_email_once_and_its_address_is_hidden(site: Site, client: httpx.Client) -> None:
    resident = Resident(client)
    resident.say("my bin was not emptied")
    path, to = f"/api/v1/conversations/{resident.id}/transcript", {"email": "zaqwyx@example.org"}
    assert client.post(path, json=to, headers=resident.headers).status_code == 202
    again = client.post(path, json=to, headers=resident.headers)
    assert again.status_code == 429
    assert 500 < int(again.headers["retry-after"]) <= 600
    kept = site.rows("select kind, recipient, facts::text from notice where conversation_id = %s", resident.id)
    assert [row[:2] for row in kept] == [("transcript", "<EMAIL_ADDRESS_1>")]
    assert "zaqwyx" not in str(kept)
    assert "bin" not in str(kept)


def test_after_words_of_abuse_a_copy_is_sent_only_when_the_resident_says_it_is_safe(
    site: Site, client: httpx.Client
) -> None:
    client.post("/chat", data={"text": "my husband hits me and I am scared to go home"})
    page = client.get("/chat").text
    assert "It is safe: nobody else reads what is sent to this address" in page
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    data = {"csrf": csrf, "email": "zaqwyx@example.org"}
    refused = client.post("/chat/transcript", data=data)
    assert refused.status_code == 409
    assert "Only if it is safe" in refused.text
    assert "zaqwyx" not in refused.text
    about = client.cookies["reeve_chat"].partition(".")[0]
    count = "select count(*) from notice where conversation_id = %s"
    assert site.rows(count, about) == [(0,)]
    sent = client.post("/chat/transcript", data={**data, "safe": "yes"})
    assert "We are sending the copy" in sent.text
    assert site.rows(count, about) == [(1,)]


def test_whoever_wrote_welsh_is_asked_in_welsh_how_it_went(client: httpx.Client) -> None:
    client.post("/chat", data={"text": "Mae fy min heb gael ei wagio a hoffwn siarad â rhywun yn Gymraeg"})
    client.post("/chat", data={"action": "end"})
    page = client.get("/chat").text
    assert '<form action="/chat" method="post" novalidate id="rating" lang="cy">' in page
    assert "Sut aeth pethau?" in page
    assert "Ddim yn dda nac yn wael" in page


def test_the_widget_asks_in_the_same_words_as_the_page() -> None:
    script = (PROJECT / "api/web/widget/strings.js").read_text(encoding="utf-8")
    english, welsh = asking_words(None), asking_words("cy")
    assert english.keys() == welsh.keys()
    for words in (english, welsh):
        missing = [each for key in words for each in as_list(words[key]) if f'"{each}"' not in script]
        assert missing == []


def as_list(words: str | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else words
