"""Files that caseworkers add: checked, sealed, shown to colleagues on record and to the resident by their link."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from api.casework.attachments.routes import residents_router, router
from api.casework.attachments.safe_file import MOST_PDF, as_safe_file
from api.db.tables.case_tools import Attachment
from api.kernel.form_problems import FormProblem
from api.settings import Role
from tests.support.staff.desk import NAME, SITE, Browser, Desk

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def photo() -> bytes:
    """A picture that says when and where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """The staff pages, which may keep files."""
    made = Desk(database_url, files=tmp_path)
    made.app.include_router(router)
    made.app.include_router(residents_router)
    yield made
    await made.database.close()


async def attach(browser: Browser, case: str, content: bytes, **fields: str) -> httpx.Response:
    """Sends the form with a file."""
    file = {"attachment": ("holiday of Ada Lovelace.html", content, "text/html")}
    data = {"csrf": browser.csrf, **fields}
    return await browser.http.post(f"{case}/attach", data=data, files=file, headers={"Origin": SITE})


def sealed(folder: Path) -> list[bytes]:
    """What stands in the folder."""
    return [file.read_bytes() for file in folder.glob("*/*")]


async def holding(desk: Desk) -> tuple[Browser, str]:
    browser, case = await desk.signed_in(), f"/staff/cases/{await desk.case()}"
    await browser.post(f"{case}/claim")
    return browser, case


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        b"%PDF-1.7 cut off",
        b" %PDF-1.7 %%EOF",
        PDF + bytes(MOST_PDF),
        b"PK\x03\x04" + bytes(40),
    ],
)
def test_what_is_no_photo_and_no_whole_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(FormProblem):
        as_safe_file(content)


def test_nothing_but_the_picture_is_left_of_a_photo() -> None:
    file = as_safe_file(photo())
    assert file.kind == "jpeg" and b"taken at home" not in file.content
    assert dict(Image.open(io.BytesIO(file.content)).getexif()) == {}


async def test_a_file_of_a_note_is_for_colleagues_alone_and_looking_is_on_record(desk: Desk, tmp_path: Path) -> None:
    browser, case = await holding(desk)
    for _ in range(2):
        answer = await attach(browser, case, PDF, to="note", text=f"From {NAME}", key="form-1")
        assert answer.status_code == 303, answer.text
    page = (await browser.get(case)).text
    assert page.count(">PDF document</a>") == 1 and "From <span" in page
    (path,) = re.findall(rf'href="({case}/attachments/[\w-]+)"', page)
    opened = await browser.http.get(path)
    assert opened.content == PDF
    assert opened.headers["content-disposition"].startswith("attachment")
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in opened.headers["content-security-policy"]
    assert opened.headers["cache-control"] == "no-store"
    reference, code = case.rpartition("/")[2], path.rpartition("/")[2]
    assert [event.action for event in await desk.audited(f"case {reference}")].count("file_seen") == 1
    resident = httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=SITE)
    assert (await resident.get(f"/chat/files/{code}")).status_code == 404, "nothing was sent to the resident"
    stranger, auditor = await desk.signed_in(Role.AGENT, "housing"), await desk.signed_in(Role.AUDITOR)
    assert [(await each.http.get(path)).status_code for each in (stranger, auditor)] == [404, 403]
    other = f"/staff/cases/{await desk.case()}/attachments/{code}"
    assert (await browser.http.get(other)).status_code == 404
    kept = sealed(tmp_path)
    assert len(kept) == 1 and b"%PDF" not in kept[0]
    assert await desk.store.sweep() == 0


async def test_a_file_of_a_reply_reaches_the_resident_by_its_link_until_they_are_erased(desk: Desk) -> None:
    browser, case = await holding(desk)
    reference = case.rpartition("/")[2]
    for _ in range(2):
        answer = await attach(browser, case, photo(), to="reply", text=f"Dear {NAME}, see here.", key="form-1")
        assert answer.status_code == 303, answer.text
    _, _, messages = await desk.stored(reference)
    (sent,) = [message.text for message in messages if message.sender == "staff"]
    assert sent.startswith("Dear <PERSON_1>, see here.\n\n[Photo](/chat/files/")
    link = sent.partition("](")[2].rstrip(")")
    resident = httpx.AsyncClient(transport=httpx.ASGITransport(desk.app), base_url=SITE)
    shown = await resident.get(link)
    assert shown.headers["content-type"] == "image/jpeg" and b"taken at home" not in shown.content
    page = (await browser.get(case)).text
    assert "/chat/files/" not in page and f"{case}/attachments/" in page, "staff open it on record"
    assert (await resident.get("/chat/files/" + "x" * 32)).status_code == 404
    boss = await desk.signed_in(Role.SUPERVISOR)
    await boss.post(f"{case}/erase", reason="they asked by letter")
    assert (await resident.get(link)).status_code == 404
    async with desk.database.transaction() as session:
        assert (await session.scalars(select(Attachment).where(Attachment.reference == reference))).all() == []


async def test_only_the_holder_sends_and_what_is_wrong_stands_beside_the_form(desk: Desk) -> None:
    browser, case = await holding(desk)
    other = await desk.signed_in()
    await other.get(case)
    assert (await attach(other, case, PDF, to="reply", text="", key="a")).status_code == 409
    wrong = await attach(browser, case, b"<html>", to="note", text="my words", key="b")
    assert wrong.status_code == 422 and 'id="attachment-error"' in wrong.text and "my words</textarea>" in wrong.text
    browser.csrf = "forged"
    assert (await attach(browser, case, PDF, to="note", text="", key="c")).status_code == 403
