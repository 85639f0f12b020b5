"""Placeholders on staff pages: shown as words that tell one hidden value from the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

_PLACEHOLDER = re.compile(r"<([A-Z][A-Z_]{1,23})_(\d{1,6})>")
_ESCAPED = re.compile(r"&lt;([A-Z][A-Z_]{1,23})_(\d{1,6})&gt;")
WORDS: Mapping[str, str] = {
    "PERSON": "name",
    "ADDRESS": "address",
    "UK_POSTCODE": "postcode",
    "PHONE_NUMBER": "phone number",
    "EMAIL_ADDRESS": "email address",
    "UK_NINO": "National Insurance number",
    "UK_NHS": "NHS number",
    "DATE_OF_BIRTH": "date of birth",
    "BANK_ACCOUNT": "bank details",
    "CREDIT_CARD": "card number",
    "UK_VEHICLE": "number plate",
    "UK_PASSPORT": "passport number",
    "UK_DRIVING_LICENCE": "driving licence number",
    "COUNCIL_REFERENCE": "reference number",
    "IP_ADDRESS": "internet address",
}


def is_placeholder(text: str) -> bool:
    """Whether `text` is one placeholder and nothing else."""
    return _PLACEHOLDER.fullmatch(text) is not None


def in_words(placeholder: str) -> str:
    """A placeholder in words: `<PERSON_1>` as `name 1`."""
    found = _PLACEHOLDER.fullmatch(placeholder)
    return _words(found) if found else "hidden value"


def placeholders(texts: Iterable[str]) -> tuple[str, ...]:
    """Every placeholder in the texts, once each, in order of appearance."""
    return tuple(dict.fromkeys(found[0] for text in texts for found in _PLACEHOLDER.finditer(text)))


def plain(text: str) -> str:
    """Plain text, with each placeholder in words: `[name 1 hidden]`."""
    return _PLACEHOLDER.sub(lambda found: f"[{_words(found)} hidden]", text)


def chips(text: str) -> Markup:
    """Plain text as safe HTML, with each placeholder as a chip."""
    return chips_in_html(str(escape(text)))


def chips_in_html(html: str) -> Markup:
    """HTML that the server itself made, with each placeholder as a chip."""
    return Markup(_ESCAPED.sub(_chip, html))  # noqa: S704


def _chip(found: re.Match[str]) -> str:
    return f'<span class="chip">[{_words(found)} hidden]</span>'


def _words(found: re.Match[str]) -> str:
    return f"{WORDS.get(found[1], 'personal detail')} {found[2]}"
