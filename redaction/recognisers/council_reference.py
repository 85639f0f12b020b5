"""References that councils print on letters: what the council says its own look like, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from redaction.ner.ordinary_words import is_ordinary
from redaction.published import is_public_line
from redaction.recognisers.identifier import Identifier, digits_of, one_of

_PUBLIC = regex.compile(r"\d\d/\d{3,6}/[A-Z0-9]{1,6}|(?:19|20)\d\d(?:[/\-](?:\d\d|20\d\d))?", regex.IGNORECASE)
_CALLED = one_of(
    "ref reference claim case account acct booking invoice pcn fpn penalty notice tenancy rent "
    "application customer confirmation permit badge card membership order payment enquiry complaint "
    "report file uprn utr id"
)
_NUMBER_OF = r"(?:[ ](?:number|num|no|nr|code|id|ref|reference|charge|claim|account)){0,3}[.:#]?"
_LINK = r"(?:[ ](?:is|was|are|it's|its|that|of|now|number)){0,3}[ :#\"'\-]{0,4}"
_FOR = r"(?:[ ]for[ ](?:the[ ])?\w{2,12})?"
_AFTER = r"(?![A-Z0-9])"
_MONEY = r"(?<![\w£$€.,:/\-])"


@dataclass(frozen=True, slots=True)
class CouncilReference:
    """One kind of reference of one council: a linear expression, and words that must be near when it is weak."""

    name: str
    pattern: str
    context: tuple[str, ...] = ()


def case_reference(prefix: str) -> CouncilReference:
    """The references that this system gives, such as NB-7K2M-4QXD, with or without dashes and in any case.

    Without dashes it takes a digit, or the words after "NB" would be hidden.
    """
    four = "[A-Z0-9]{4}"
    bare = rf"[ \-]?(?=[A-Z \-]{{0,9}}\d){four}[ \-]?{four}"
    return CouncilReference("case", rf"(?<![A-Z0-9])(?:{prefix}-{four}-{four}|{prefix}{bare})(?![A-Z0-9])")


class OwnReference(Identifier):
    """References that the council describes. A pattern with context words counts only near one of them."""

    label = "COUNCIL_REFERENCE"
    needs_digit = False  # one reference in eleven of ours has letters only

    def __init__(self, reference: CouncilReference) -> None:
        score = 0.3 if reference.context else 0.9
        super().__init__([(reference.name, reference.pattern, score)], reference.context)


class CalledReference(Identifier):
    """Whatever follows "reference number", "claim", "account" and the like, and codes that can be nothing else."""

    label = "COUNCIL_REFERENCE"
    needs_digit = False
    shapes = (
        (
            "called one",
            rf"\b{_CALLED}{_NUMBER_OF}{_LINK}"
            r"(?<!\w)(?P<value>(?=[A-Z\-]{0,12}\d)[A-Z0-9](?:[A-Z0-9/\-]|[ ](?=\d)){3,18}[A-Z0-9])(?!\w)",
            0.6,
        ),
        (
            "called one, in groups",
            rf"\b{_CALLED}{_NUMBER_OF}{_LINK}(?<!\w)"
            rf"(?P<value>(?!(?:is|no|was|are|for|of|the|my|on|to|at)[ ])[A-Z]{{1,4}}[ ]?\d{{2,8}}"
            r"(?:[ ]\d{2,8}){0,3})(?![\w£]|[.,:/]\d)",
            0.55,
        ),
        (
            "letters only",
            r"\b(?:ref(?:erence)?|confirm(?:ation)?|booking)(?:[ ](?:number|num|no|code|id|#)){1,3}[.:#]?"
            rf"{_FOR}{_LINK}(?<!\w)(?P<value>(?-i:[A-Z]{{6,12}}|[a-z]{{8}}))(?!\w)",
            0.6,
        ),
        ("letters and digits", rf"(?<![A-Z0-9/])[A-Z]{{1,4}}-?\d{{6,10}}[A-Z]?{_AFTER}", 0.55),
        ("digits and a letter", rf"(?<![A-Z0-9/£])\d{{7,9}}[A-Z]{_AFTER}", 0.5),
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
        """Nought for planning applications, tax years, public lines and ordinary words."""
        digits = digits_of(value)
        if _PUBLIC.fullmatch(value.strip()) or is_public_line(digits):
            return 0.0
        if not digits:
            return 0.0 if is_ordinary(value) else score
        return score if len(digits) >= 3 or len(value) >= 8 else 0.2


class LongNumber(Identifier):
    """A number so long that it can only identify somebody or something of theirs."""

    label = "COUNCIL_REFERENCE"
    shapes = (
        ("nine digits or more", rf"{_MONEY}\d{{9,24}}(?![\w%]|[.,]\d)", 0.5),
        (
            "all of the reply",
            rf"{_MONEY}[A-Z]{{0,4}}-?\d(?:[ \-]?\d){{4,17}}+[ \-]?[A-Z]?(?![\w%]|[.,:/]\d)",
            0.15,
        ),
    )

    def rate(self, value: str, score: float) -> float:
        """Nought for a telephone line that only organisations have."""
        return 0.0 if is_public_line(digits_of(value)) else score
