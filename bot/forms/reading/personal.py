"""Personal answers: the placeholders that stand for them. What is not hidden is no answer to a personal question."""

from __future__ import annotations

import re

from bot.forms.form import FieldKind
from bot.forms.reading.yes_no import begins_yes_no
from redaction.text.placeholders import find, holds, replace

_LABELS = {
    FieldKind.ADDRESS: ("ADDRESS", "UK_POSTCODE"),
    FieldKind.NAME: ("PERSON",),
    FieldKind.PHONE: ("PHONE_NUMBER",),
    FieldKind.EMAIL: ("EMAIL_ADDRESS",),
    FieldKind.REFERENCE: ("COUNCIL_REFERENCE",),
    FieldKind.POSTCODE: ("UK_POSTCODE",),
}


def read_personal(kind: FieldKind, text: str) -> str | None:
    """The placeholders of a kind in `text`, in order, one line: "<ADDRESS_1>, <UK_POSTCODE_1>"."""
    wanted = _LABELS[kind]
    found = [str(each) for each in find(text) if each.label in wanted]
    if kind is not FieldKind.ADDRESS:
        return found[0] if found else None
    return ", ".join(dict.fromkeys(found)) or None


def is_all_hidden(text: str) -> bool:
    """Whether nothing but placeholders is left of a message."""
    return holds(text) and not any(map(str.isalnum, replace(text, lambda _: "")))


def refuses(text: str) -> bool:
    """Whether a reply to an optional question skips it: "no", "skip", "rather not say"."""
    plain = " ".join(text.replace("’", "'").split())
    return begins_yes_no(plain) is False or _SKIPS.fullmatch(plain) is not None


_SKIPS = re.compile(
    r"(?:(?:please |can i |i'll |just |let's )?(?:skip|pass|leave)(?: (?:it|this|that|this one|this question|"
    r"that blank|"
    r"it blank|it out))?|nothing(?: (?:else|more|to add))?|none|n/?a|not applicable|no(?:ne)? thanks?|"
    r"(?:i )?(?:don't|dont|do not|haven't|havent) (?:have|got|want|know|wish)\b.{0,40}|(?:i'?d )?(?:rather|prefer) not"
    r"(?: (?:to )?(?:say|give|tell).{0,20})?|not (?:needed|now|applicable|sure)|that's (?:all|it)|thats (?:all|it))"
    r"(?:,? (?:please|thanks|thank you))?[.!]?",
    re.IGNORECASE,
)
