"""`@` in a note offers colleagues, by keyboard and to screen readers; and a file goes to the resident's chat."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser.accessibility import check
from tests.support.browser.panel import DeskPage, Panel
from tests.support.journeys.caseworker import new_account

if TYPE_CHECKING:
    from tests.conftest import Site


def test_a_note_names_a_colleague_and_a_file_reaches_the_resident(
    page: Page, context: BrowserContext, site: Site
) -> None:
    username, _ = new_account(site, "Wilhelmina Quince")
    panel = Panel(page)
    panel.open()
    panel.press("Talk to someone")
    reference = panel.reference()
    desk = DeskPage(context, site)
    at, keys = desk.page, desk.page.keyboard
    desk.open_case(reference)
    desk.press("Claim this case")
    at.wait_for_url("**done=claimed**")
    keys.press("n")
    box = at.locator("#note")
    expect(box).to_be_focused()
    keys.type("For @quin")
    option = at.get_by_role("option", name="Wilhelmina Quince")
    expect(option).to_be_visible()
    keys.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "note-colleagues-0")
    check(at)
    keys.press("Escape")
    expect(option).to_be_hidden()
    keys.type("c")
    keys.press("ArrowUp")
    keys.press("Enter")
    expect(box).to_have_value(f"For @{username} ")
    desk.press("Save the note")
    expect(at.locator("#messages")).to_contain_text("Told: Wilhelmina Quince")

    at.get_by_text("Attach a file").click()
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(out, "PNG")
    file = {"name": "map.png", "mimeType": "image/png", "buffer": out.getvalue()}
    at.get_by_label("Photo or PDF").set_input_files(file)  # type: ignore[arg-type]
    desk.press("Send it to the resident now")
    expect(at.get_by_text("The file was sent to the resident.")).to_be_visible()
    link = panel.messages("staff").last.get_by_role("link", name="Photo")
    shown = context.request.get(str(link.get_attribute("href")))
    assert shown.headers["content-type"] == "image/jpeg"
    at.get_by_text("Change the priority").first.click()
    at.get_by_text("Attach a file").click()
    check(at)
