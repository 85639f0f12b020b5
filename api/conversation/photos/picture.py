"""A resident's photo made safe: checked by its header, decoded within bounds, and drawn again without any metadata."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from http import HTTPStatus

from pi_heif import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

from api.conversation.wording import say
from api.kernel.errors import BadRequest

register_heif_opener(thumbnails=False)  # what iPhones make; Pillow itself cannot read it
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")  # those that this Pillow cannot read are refused
MOST_BYTES = 12_000_000
MOST_PIXELS = 60_000_000  # of the header, before anything is decoded: newest phones make 50 million
MOST_MEMORY = 25_000_000  # pixels of what cannot be decoded in a smaller size
LONGEST_SIDE = 2048
QUALITY = 82


class PhotoRefused(BadRequest):
    """The upload is no photo that Reeve takes."""

    status, code = HTTPStatus.UNPROCESSABLE_ENTITY, "photo_refused"
    detail = say("photos.unreadable")


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG that holds nothing but the picture."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """The photo, the right way up and at most `LONGEST_SIDE` pixels long. Raises PhotoRefused, which says why."""
    if len(content) > MOST_BYTES:
        raise PhotoRefused(say("photos.too_large", megabytes=MOST_BYTES // 1_000_000))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_known()) as opened:
                return _drawn_again(opened)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):  # what Pillow raises
        raise PhotoRefused() from None


def _drawn_again(opened: Image.Image) -> Picture:
    width, height = opened.size
    if width * height > MOST_PIXELS or min(width, height) < 1:
        raise _too_many()
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded small at once
    if opened.size[0] * opened.size[1] > MOST_MEMORY:
        raise _too_many()
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")  # a new picture: nothing that the old one carried goes with it
    shown = upright.convert("RGBA")
    plain.paste(shown, mask=shown.getchannel("A"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), *plain.size)


def _known() -> tuple[str, ...]:
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _too_many() -> PhotoRefused:
    return PhotoRefused(say("photos.too_many_pixels"))
