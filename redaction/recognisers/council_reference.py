"""References that councils print on letters: what the council says its own look like, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from redaction.published import is_public_line
from redaction.recognisers.identifier import Identifier, digits_of
from redaction.words import is_ordinary

_PUBLIC = regex.compile(r"\d\d/\d{3,6}/[A-Z0-9]{1,6}|(?:19|20)\d\d(?:[/\-](?:\d\d|20\d\d))?", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CouncilReference:
    """One kind of reference of one council: a linear regular expression, and words that must be near when it is weak."""

    name: str
    pattern: str
    context: tuple[str, ...] = ()


class OwnReference(Identifier):
    """References that the council describes. A pattern with context words counts only near one of them."""

    label = "COUNCIL_REFERENCE"

    def __init__(self, reference: CouncilReference) -> None:
        score = 0.3 if reference.context else 0.9
        super().__init__([(reference.name, reference.pattern, score)], reference.context)


class CalledReference(Identifier):
    """Whatever follows "reference number", "claim", "account" and the like, and codes that can be nothing else."""

    label = "COUNCIL_REFERENCE"
    shapes = (
        (
            "called one",
            (
                r"\b(?:ref(?:erence)?|claim|case|account|acct|booking|invoice|pcn|fpn|penalty|notice|tenancy|rent|application|"
                r"customer|confirmation|permit|badge|card|membership|order|payment|enquiry|complaint|report|file|blue[ ]badge|"
                r"uprn|utr|id)(?:[ ](?:number|num|no|nr|code|id|ref|reference|charge|claim|account)){0,3}[.:#]?"
                r"(?:[ ](?:is|was|are|it's|its|that|of|number)){0,2}[ :#\"'\-]{0,4}"
                r"(?P<value>(?=[A-Z\-]{0,12}\d)[A-Z0-9](?:[A-Z0-9/\-]|[ ](?=\d)){3,18}[A-Z0-9])(?![\w])"
            ),
            0.6,
        ),
        (
            "letters only",
            (
                r"\b(?:ref(?:erence)?|confirmation|booking)(?:[ ](?:number|num|no|code|id|#)){1,3}[.:#]?"
                r"(?:[ ](?:for[ ](?:the[ ])?\w{2,12}|is|was|of|now|it's|its|number)){0,4}[ :#\"'\-]{0,4}(?P<value>(?-i:[A-Z]{6,12}|[a-z]{8}))(?!\w)"
            ),
            0.6,
        ),
        ("letters and digits", r"(?<![A-Z0-9/])[A-Z]{1,4}-?\d{6,10}[A-Z]?(?![A-Z0-9/])", 0.55),
        ("digits and a letter", r"(?<![A-Z0-9/£])\d{7,9}[A-Z](?![A-Z0-9])", 0.5),
        ("code", r"(?<![\w/])(?-i:(?=[A-Z]{0,7}\d)(?=\d{0,7}[A-Z])[A-Z0-9]{8})(?![\w/])", 0.5),
    )
    phrases = (
        "reference",
        "ref",
        "claim",
        "case",
        "account",
        "booking",
        "confirmation",
        "reservation",
        "code",
        "number",
    )

    def rate(self, value: str, score: float) -> float:
        if _PUBLIC.fullmatch(value.strip()):
            return 0.0
        digits = digits_of(value)
        if not digits:
            return 0.0 if is_ordinary(value) else score
        if is_public_line(digits):
            return 0.0
        return score if len(digits) >= 3 or len(value) >= 8 else 0.2


class LongNumber(Identifier):
    """A number so long that it can only identify somebody or something of theirs."""

    label = "COUNCIL_REFERENCE"
    shapes = (
        ("nine digits or more", r"(?<![\w£$€.,:/\-])\d{9,24}(?![\w%]|[.,]\d)", 0.5),
        (
            "all of the reply",
            r"(?<![\w£$€.,:/\-])[A-Z]{0,4}-?\d(?:[ \-]?\d){4,17}+[ \-]?[A-Z]?(?![\w%]|[.,:/]\d)",
            0.15,
        ),
    )

    def rate(self, value: str, score: float) -> float:
        return 0.0 if is_public_line(digits_of(value)) else score
