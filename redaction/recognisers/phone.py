"""Telephone numbers: British in every grouping, international, mistyped ones where the words around say so."""

from __future__ import annotations

import phonenumbers

from redaction.published import is_public_line
from redaction.recognisers.identifier import Identifier, digits_of

_SEP = r"[ ().\-]{0,3}"


class PhoneNumber(Identifier):
    label = "PHONE_NUMBER"
    shapes = (
        ("national", rf"(?<![\w£$€]|\d[.,:/\-])\(?0[1-9](?:{_SEP}\d){{8,9}}+(?![\w]|[/:]\d)", 0.75),
        ("before words", r"(?<![\w£$€]|\d[.,:/\-])07\d{9}(?=\p{L}{2})", 0.75),
        ("dialling code/number", r"(?<![\w£$€/])0\d{3,4}/\d{6,7}(?![\w/])", 0.7),
        ("after words", r"(?<=[a-z]{3})0[1-9]\d{8,9}+(?!\d)", 0.75),
        ("with +44", rf"(?<!\w)(?:\(?\+[ ]?\(?|00)44\)?{_SEP}(?:\(0\)|0)?(?:{_SEP}\d){{8,10}}+(?!\w)", 0.85),
        ("international", rf"(?<!\w)\(?\+[ ]?\(?\d{{1,3}}\)?(?:{_SEP}\d){{6,13}}+(?:[ ]?x[ ]?\d{{2,5}})?(?!\w)", 0.75),
        ("american", r"(?<![\w.\-])\(?\d{3}\)?[ .\-]{0,2}\d{3}[ .\-]\d{4}(?:[ ]?x[ ]?\d{2,5})?(?![\w]|-\d)", 0.5),
        ("in context", rf"(?<![\w£$€]|\d[.,:/\-])\(?\d(?:{_SEP}\d){{5,13}}+(?![\w]|[/:]\d)", 0.2),
    )
    phrases = (
        "phone", "telephone", "tel", "mobile", "mob", "cell", "call", "ring", "text", "contact", "fax", "whatsapp",
        "landline", "voicemail", "sms", "answer", "office", "message", "desk", "phone number", "my number", "dial",
        "reach I", "extension",
    )  # fmt: skip

    def rate(self, value: str, score: float) -> float:
        digits = digits_of(value)
        if is_public_line(digits) or (score < 0.5 and looks_like_date(value)):
            return 0.0
        return min(score + 0.1, 0.95) if score > 0.5 and _possible(value) else score


def looks_like_date(value: str) -> bool:
    """12.05.2026, 01-04-2026 and the like, which are no telephone numbers."""
    parts = [part for part in value.replace("-", ".").replace(" ", ".").split(".") if part]
    return len(parts) == 3 and [len(part) for part in parts] in (
        [1, 1, 4],
        [1, 2, 4],
        [2, 1, 4],
        [2, 2, 4],
        [4, 2, 2],
    )


def _possible(value: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, "GB"))
    except phonenumbers.NumberParseException:
        return False
