"""Photos: what is taken, what is left of it, and who may see it."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image, PngImagePlugin
from sqlalchemy import select

from api.casework.attachments.residents_photos import ResidentsPhotos
from api.chat.photo_routes import BODY, PATHS, router
from api.conversation.admission import digest
from api.conversation.erase import erase
from api.conversation.photos.photos import MOST, Photos
from api.conversation.photos.picture import MOST_BYTES, PhotoRefused, cleaned
from api.conversation.repository import ChatRepository
from api.db.session import Database
from api.db.tables.conversations import Conversation
from api.db.tables.reports import ReportPhoto
from api.db.tables.staff import AuditEvent
from api.kernel import errors
from api.kernel.errors import NotFound
from api.kernel.limits.limits import Limits
from api.kernel.permissions import Member
from api.settings import Role, Settings
from api.web.request_guards import BodyLimit
from bot.forms.form import AcceptedAnswer, RefusedAnswer
from tests.support.services.residents import Resident, Town

TOKEN = "a token of this conversation"
SECRET = b"51.5 north, taken by the owner of this camera"


def picture(kind: str = "JPEG", size: tuple[int, int] = (80, 40), **more: Any) -> bytes:
    """A red picture whose metadata tells where it was taken, in every place that a format has for it."""
    made, out = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = SECRET.decode(), 6  # description; turned by a quarter
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        more["pnginfo"] = text
    if kind == "JPEG":
        more["comment"] = SECRET
    made.save(out, kind, exif=exif, icc_profile=SECRET, xmp=SECRET, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_drawn_again_upright_without_anything_else(kind: str) -> None:
    raw = picture(kind)
    assert SECRET in raw
    safe = cleaned(raw + SECRET)
    with Image.open(io.BytesIO(safe.content)) as read:
        assert (read.format, read.size) == ("JPEG", (40, 80))
        assert not read.getexif()
        assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert SECRET not in safe.content
    assert (safe.width, safe.height) == (40, 80)


def test_an_iphones_photo_is_drawn_again_as_a_jpeg_without_anything_else() -> None:
    raw = (Path(__file__).parent / "red.heic").read_bytes()
    assert SECRET in raw
    safe = cleaned(raw)
    with Image.open(io.BytesIO(safe.content)) as read:
        assert (read.format, read.size) == ("JPEG", (40, 80))  # turned upright
        assert not read.getexif()
        red = read.getpixel((20, 40))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 50
    assert SECRET not in safe.content
    with pytest.raises(PhotoRefused):
        cleaned(raw[: len(raw) // 2])


def test_a_large_photo_becomes_smaller_and_a_clear_one_white() -> None:
    assert cleaned(picture(size=(4000, 3000))).height == 2048
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(cleaned(out.getvalue()).content)) as read:
        assert read.getpixel((1, 1)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose header promises very many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (2, 2)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "could not read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "could not read"),
        (b"%PDF-1.7 hello", "could not read"),
        (gif(), "could not read"),
        (picture()[:300], "could not read"),
        (os.urandom(2000), "could not read"),
        (bomb(100_000, 100_000), "too many pixels"),
        (bomb(9_000, 6_000), "too many pixels"),
        (bomb(20_000, 20_000), "too many pixels"),
        (b"\xff\xd8" + bytes(MOST_BYTES), "too large"),
    ],
    ids=["empty", "svg", "pdf", "gif", "cut off", "noise", "bomb", "large", "huge", "heavy"],
)
def test_what_is_no_photo_or_too_much_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(PhotoRefused) as caught:
        cleaned(content)
    assert said in caught.value.detail


@pytest.fixture
async def photos(town: Town, tmp_path: Path) -> Photos:
    return Photos(town.database, town.vault, tmp_path / "photos")


async def with_token(town: Town) -> Resident:
    resident = await town.resident()
    async with town.database.transaction() as session:
        found = await session.get(Conversation, resident.conversation)
        assert found is not None
        found.token_digest = digest(TOKEN)
    return resident


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def member(role: Role, *teams: str) -> Member:
    return Member(1, "asha", "Asha", role, teams)


async def photo_id(database: Database, code: str) -> UUID:
    async with database.transaction() as session:
        found = await session.scalar(select(ReportPhoto.id).where(ReportPhoto.code == code))
        assert found is not None
        return found


POTHOLE = {"what": "hole", "danger": "no", "details": "no", "email": "no"}


async def test_a_photo_goes_with_its_report_sealed_and_the_team_sees_it_on_record(
    town: Town, photos: Photos, tmp_path: Path
) -> None:
    resident = await with_token(town)
    assert resident.conversation is not None
    code = await photos.add(resident.conversation, TOKEN, picture())
    (stored,) = files(tmp_path)
    assert b"JFIF" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0
    stranger = await town.resident()
    theirs = await town.backend.check("pothole", "photo", code, {}, stranger.resident_context)
    mine = await town.backend.check("pothole", "photo", f"photo:{code}", {}, resident.resident_context)
    assert isinstance(theirs, RefusedAnswer)
    assert mine == AcceptedAnswer(code, "1 photo")
    done = await town.reported(resident, "pothole", **POTHOLE, where=f"Road {uuid4()}", photo=code)
    assert done.case is not None
    assert "Photo: 1 photo" in done.case.summary
    found = await photo_id(town.database, code)
    shown = await ResidentsPhotos(town.database, town.vault, photos).shown(
        member(Role.AGENT, "highways"), done.reference, found
    )
    assert shown.startswith(b"\xff\xd8")
    async with town.database.transaction() as session:
        recorded = select(AuditEvent.action).where(AuditEvent.subject == f"case {done.reference}")
        assert list(await session.scalars(recorded)) == ["photo_seen"]
    for wrong in (
        (member(Role.AGENT, "parks"), done.reference, found),
        (member(Role.ADMIN), done.reference, uuid4()),
        (member(Role.ADMIN), "NB-2222-2222", found),
    ):
        with pytest.raises(NotFound):
            await ResidentsPhotos(town.database, town.vault, photos).shown(*wrong)


async def test_erasing_leaves_a_file_that_opens_for_nobody_until_the_sweep_removes_it(
    town: Town, photos: Photos, tmp_path: Path
) -> None:
    resident, other = await with_token(town), await with_token(town)
    for each in (resident, other):
        assert each.conversation is not None
        await photos.add(each.conversation, TOKEN, picture())
    async with town.database.transaction() as session:
        conversation = await ChatRepository(session).find(resident.conversation)  # type: ignore[arg-type]
        assert conversation is not None
        await erase(session, town.vault, conversation)
    assert await photos.sweep() == 0  # too young: it might still be written
    for file in files(tmp_path):
        os.utime(file, (0, 0))
    assert (await photos.sweep(), len(files(tmp_path))) == (1, 1)


@pytest.fixture
async def web(photos: Photos) -> AsyncIterator[httpx.AsyncClient]:
    """The route for residents, with the guard of bodies around it."""
    app = FastAPI()
    limits = Limits(Settings(_env_file=None, limit_messages_per_conversation=0, limit_messages=0))
    app.state.parts = {Limits: limits, Settings: Settings(_env_file=None), Photos: photos}
    app.include_router(router)
    app.add_middleware(BodyLimit, larger_like={PATHS: BODY})
    errors.install(app)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://site") as client:
        yield client


async def send(web: httpx.AsyncClient, conversation: object, content: bytes, token: str = TOKEN) -> httpx.Response:
    return await web.post(
        f"/api/v1/conversations/{conversation}/photos",
        headers={"Authorization": f"Bearer {token}"},
        files={"photo": ("../../etc/passwd.jpg", content, "image/jpeg")},
    )


async def test_a_photo_comes_in_over_http_for_whoever_holds_the_token(town: Town, web: httpx.AsyncClient) -> None:
    resident = await with_token(town)
    good = await send(web, resident.conversation, picture())
    assert (good.status_code, len(good.json()["code"])) == (201, 16)
    assert (await send(web, resident.conversation, picture(), token="another")).status_code == 404
    assert (await send(web, uuid4(), picture())).status_code == 404
    assert (await send(web, resident.conversation, b"no photo")).status_code == 422
    assert (await send(web, resident.conversation, bytes(MOST_BYTES + 100_000))).status_code == 413
    empty = await web.post(
        f"/api/v1/conversations/{resident.conversation}/photos", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert empty.status_code == 422
    for _ in range(MOST - 1):
        await send(web, resident.conversation, picture())
    refused = await send(web, resident.conversation, picture())
    assert refused.json()["code"] == "photo_refused"
