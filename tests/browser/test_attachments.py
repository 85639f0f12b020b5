"""A photo and a point on the map, where the assistant asks for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.support.browser.panel import Panel

if TYPE_CHECKING:
    from tests.conftest import Site


def wanting(wants: str) -> dict[str, object]:
    """What the server answers when a form asks for it."""
    said = {"sender": "bot", "text": "Please send it.", "created_at": "2026-11-22T10:00:00Z", "buttons": []}
    mine = {"id": 100_001, "sender": "resident", "text": "report", "created_at": "2026-11-22T10:00:00Z"}
    return {"outcome": "collecting", "owner": "bot", "messages": [mine, {**said, "id": 100_002, "wants": wants}]}


def asked_for(page: Page, wants: str) -> tuple[Panel, list[dict[str, str]]]:
    """A panel whose assistant asks for something, and what is sent to it afterwards."""
    sent: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(json.loads(route.request.post_data or "{}"))
        return route.fulfill(json=wanting(wants))

    page.route("**/messages", answer)
    panel = Panel(page)
    panel.open()
    panel.say("report")
    return panel, sent


def test_a_photo_is_uploaded_and_its_code_sent(page: Page, tmp_path: Path) -> None:
    panel, sent = asked_for(page, "photo")
    expect(panel.root.get_by_role("button", name="Add a photo")).to_be_visible()
    wrong = tmp_path / "notes.jpg"
    wrong.write_text("no photo")
    panel.root.locator("input[type=file]").set_input_files(wrong)
    expect(panel.root.get_by_text("could not read that photo")).to_be_visible()
    picture = tmp_path / "hole.png"
    Image.new("RGB", (60, 40), "grey").save(picture)
    with page.expect_response(lambda answer: answer.url.endswith("/messages") and answer.request.method == "POST"):
        panel.root.locator("input[type=file]").set_input_files(picture)
    assert sent[-1]["text"] == "Photo added"
    assert sent[-1]["choice"].startswith("photo:")


def test_the_devices_location_is_sent_only_when_its_button_is_pressed(
    context: BrowserContext, page: Page, site: Site
) -> None:
    context.grant_permissions(["geolocation"], origin=site.url)
    context.set_geolocation({"latitude": 51.123456789, "longitude": -0.5})
    panel, sent = asked_for(page, "place")
    expect(panel.root.get_by_role("button", name="Use my location")).to_be_visible()
    assert len(sent) == 1
    with page.expect_response(lambda answer: answer.url.endswith("/messages") and answer.request.method == "POST"):
        panel.press("Use my location")
    assert sent[-1]["choice"] == "place:geo:51.12346,-0.50000"
