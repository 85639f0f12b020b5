"""A caseworker's file made safe: a photo is drawn again, a PDF is told by its own bytes; nothing else is taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from api.casework.wording import say
from api.conversation.photos.picture import PhotoRefused, cleaned
from api.kernel.form_problems import FormProblem

FIELD = "attachment"
MOST_PDF = 10_000_000  # bytes
HEAD, END, TAIL = b"%PDF-", b"%%EOF", 2048  # the end mark stands within so many bytes of the end
REFUSED = say("files.not_read")


@dataclass(frozen=True, slots=True)
class SafeFile:
    """A file that may be kept. A photo is a JPEG without any metadata; a PDF is as it came."""

    kind: Literal["jpeg", "pdf"]
    content: bytes


def as_safe_file(content: bytes) -> SafeFile:
    """The file by what it is, whatever it is called. Raises FormProblem."""
    if not content:
        raise FormProblem(FIELD, say("files.none"))
    if content.startswith(HEAD):
        return _pdf(content)
    try:
        return SafeFile("jpeg", cleaned(content).content)
    except PhotoRefused as refused:
        raise FormProblem(FIELD, REFUSED if refused.detail == PhotoRefused.detail else refused.detail) from None


def _pdf(content: bytes) -> SafeFile:
    if len(content) > MOST_PDF:
        raise FormProblem(FIELD, say("files.pdf_too_large", most=MOST_PDF // 1_000_000))
    if END not in content[-TAIL:]:
        raise FormProblem(FIELD, say("files.pdf_damaged"))
    return SafeFile("pdf", content)
