"""A photo added on the page without JavaScript, and who may not see it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import httpx
import psycopg
from PIL import Image

if TYPE_CHECKING:
    from tests.conftest import Site

PAGE = {"accept": "text/html"}


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "grey").save(out, "PNG")
    return out.getvalue()


def test_a_photo_goes_in_by_a_plain_form_when_the_assistant_has_asked_for_one(client: httpx.Client, site: Site) -> None:
    client.post("/chat", data={"text": "hello"}, headers=PAGE)
    conversation = client.cookies["reeve_chat"].partition(".")[0]
    with psycopg.connect(site.parts.database.url) as connection:  # as a form that asks for a photo
        connection.execute(
            """update message set extras = extras || '{"wants": "photo"}' where conversation_id = %s""", [conversation]
        )
    page = client.get("/chat", headers=PAGE).text
    action = re.search(r'action="(/chat/photo\?csrf=[0-9a-f]+)"', page)
    assert action is not None
    refused = client.post(action[1], files={"photo": ("a.png", b"no photo", "image/png")}, headers=PAGE)
    assert refused.status_code == 422
    assert "could not read that photo" in refused.text
    foreign = client.post("/chat/photo?csrf=0", files={"photo": ("a.png", picture(), "image/png")}, headers=PAGE)
    assert foreign.status_code == 403
    taken = client.post(action[1], files={"photo": ("a.png", picture(), "image/png")}, headers=PAGE)
    assert taken.status_code == 303
    assert "Photo added" in client.get("/chat", headers=PAGE).text
    ((photo,),) = site.rows("select id from report_photo where conversation_id = %s", conversation)
    for path in (f"/staff/cases/NB-2222-2222/photos/{photo}", f"/static/photos/{photo}", f"/photos/{photo}"):
        assert client.get(path).status_code in (303, 404)
    assert client.get("/bin-days", headers=PAGE).status_code == 200
