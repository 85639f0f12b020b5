"""Values that are split over two messages: "my number is 07700", then "900123".

`begun` looks at the end of a message, `continued` at the start of the next. Between the two a conversation keeps a
label, and nothing of what was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from redaction.ner.ordinary_words import FUNCTION_WORDS, is_ordinary
from redaction.recognisers.identifier import FLAGS, one_of
from redaction.text.labels import Label

_TAIL = 80
"""Characters at the end of a message that are looked at."""
_IS = r"(?:[ ]?(?:'s|is|are|was|it's|[:=,\-]))"
_WHOSE = r"(?:my|her|his|our|their|the)[ ]"
_NUMBER = r"(?:[ ](?:number|no|num|code|ref|reference|id)\.?)?"
_MONTH = one_of(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What a message leaves unfinished. `start == end` when it was only announced ("my postcode is")."""

    label: Label
    start: int
    end: int


# How each value is announced, what its beginning looks like, and what its rest looks like.
_CUES: Mapping[Label, tuple[str, str, str]] = {
    "PHONE_NUMBER": (
        rf"(?:phone|telephone|tel|mobile|mob|landline|contact){_NUMBER}|(?:my|her|his|our)[ ]number"
        r"|(?:ring|call|text|reach|phone|contact|me|us)[ ](?:me[ ]|us[ ])?on",
        r"\+?\d(?:[ \-.]?\d){1,8}+",
        r"\+?\d(?:[ ().\-]{0,3}\d){1,12}+",
    ),
    "UK_POSTCODE": (r"post[ ]?code", r"[A-Z][ ]?[A-Z]?[ ]?\d[ ]?[A-Z\d]?", r"(?=.{0,4}\d)[A-Z\d](?:[ ]?[A-Z\d]){2,6}+"),
    "UK_NINO": (
        rf"(?:national[ ]insurance|nino|n\.?i\.?){_NUMBER}(?![a-z])",  # "number nine" begins none
        r"[A-Z][ ]?[A-Z](?:[ \-]?\d){0,6}+",
        r"(?:[A-Z]{2}[ ]?)?\d(?:[ \-]?\d){1,6}+[ \-]?[A-Z]?",
    ),
    "UK_NHS": (rf"(?:nhs|chi){_NUMBER}", r"\d(?:[ \-]?\d){1,8}+", r"\d(?:[ \-]?\d){1,9}+"),
    "CREDIT_CARD": (rf"(?:card|visa|mastercard|amex){_NUMBER}", r"\d(?:[ \-]?\d){2,11}+", r"\d(?:[ \-]?\d){2,18}+"),
    "BANK_ACCOUNT": (
        r"sort[ ]?code|(?:bank[ ])?account[ ](?:number|no)|iban|acc(?:ount)?[ ]no",
        r"\d(?:[ \-]?\d){1,7}+",
        r"\d(?:[ \-]?\d){3,9}+",
    ),
    "DATE_OF_BIRTH": (
        r"dob|d\.o\.b\.?|date[ ]of[ ]birth|birth[ ]?day|born(?:[ ]on)?",
        rf"(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?(?:[ ]?[/.\-][ ]?\d{{1,2}}|(?:[ ]of)?[ ]{_MONTH})?[/.\-]?",
        rf"(?:the[ ])?\d{{1,2}}(?:st|nd|rd|th)?(?:[ ]of)?[ /.\-]{{1,2}}(?:{_MONTH}|\d{{1,2}})"
        r"(?:[ /.\-,]{1,2}\d{2,4})?"
        rf"|(?:19|20)\d\d|{_MONTH}(?:[ ]\d{{1,4}}(?:st|nd|rd|th)?)?(?:[ ,]{{1,2}}(?:19|20)\d\d)?",
    ),
    "UK_VEHICLE": (
        rf"(?:car[ ])?(?:reg|registration){_NUMBER}|number[ ]?plate|plate|vrm",
        r"[A-Z]{1,2}\d{1,3}",
        r"[A-Z\d]{1,4}(?:[ ]?[A-Z\d]{1,4})?",
    ),
    "UK_PASSPORT": (rf"passport{_NUMBER}", r"[A-Z]{0,2}\d{2,7}", r"[A-Z]{0,2}\d(?:[ ]?\d){2,8}+"),
    "UK_DRIVING_LICENCE": (
        rf"driv(?:ing|er'?s)[ ]licen[cs]e{_NUMBER}",
        r"[A-Z]{3,5}\d{0,6}",
        r"(?=\D{0,6}\d)[A-Z\d](?:[ ]?[A-Z\d]){4,17}+",
    ),
    "COUNCIL_REFERENCE": (
        r"(?:ref|reference|claim|case|booking|council[ ]tax[ ]account|account|pcn|utr|uprn)(?:[ ](?:number|no|ref))?",
        r"[A-Z]{0,4}[ \-]?\d(?:[ /\-]?\d){1,9}+",
        r"(?=\D{0,5}\d)[A-Z\d](?:[ /\-]?[A-Z\d]){2,16}+",
    ),
    "EMAIL_ADDRESS": (r"e-?mail(?:[ ]address)?", r"[\w.+\-']{1,64}@", r"@?[\w\-]{1,63}(?:[ ]?\.[ ]?[\w\-]{2,63}){1,4}"),
    "PERSON": (r"(?:full[ ]|first[ ]|last[ ])?name|surname", r"(?!)", r"(?!)"),
    "ADDRESS": (r"(?:home[ ])?address|(?:i|we)[ ]live[ ]at", r"(?:number[ ])?\d{1,4}[a-z]?", r"(?!)"),
}  # fmt: skip
_ANNOUNCED = {
    label: regex.compile(
        rf"(?:^|(?<![\w']))(?P<whose>{_WHOSE})?(?:{cue})(?P<link>{_IS}{{0,2}})[ ]?"
        rf"(?P<value>{beginning})?[ .…]{{0,4}}\Z",
        FLAGS & ~regex.MULTILINE,
    )
    for label, (cue, beginning, _) in _CUES.items()
}
_ANY_CUE = regex.compile("|".join(cue for cue, _, _ in _CUES.values()), FLAGS)
_REST = {label: regex.compile(rest, FLAGS) for label, (_, _, rest) in _CUES.items()}
_BARE: Mapping[Label, regex.Pattern[str]] = {
    "PHONE_NUMBER": regex.compile(r"(?:\+44[ ]?)?0[1-9]\d{2,3}(?:[ ]\d{2,4})?", FLAGS),
    "UK_POSTCODE": regex.compile(r"(?!(?:sc|ct|bs|en|pg)\d)[A-PR-UWYZ][A-HK-Y]\d{1,2}", FLAGS),
    "EMAIL_ADDRESS": regex.compile(r"[\w.+\-']{2,64}@", FLAGS),
}
_LEAD_IN = regex.compile(r"(?:\s|(?:yes|its|it's|it is|and|then|ok|sorry|so|um|is)\b|[,.:\-])*+", regex.IGNORECASE)
_ENDS = regex.compile(r"[ ]?(?:\Z|[.,!?\n]|(?:and|but|please|thanks|thank|if|for|so|or)\b)", regex.IGNORECASE)
_SAYS_NOTHING = frozenset({"PERSON", "ADDRESS", "EMAIL_ADDRESS"})
"""Labels whose value has no shape: after an announcement the whole reply is taken."""
_MOST_WORDS: Mapping[str, int] = {"PERSON": 3, "ADDRESS": 8, "EMAIL_ADDRESS": 6}
_WHOLE_DIGITS: Mapping[str, int] = {"PHONE_NUMBER": 10, "CREDIT_CARD": 13, "UK_NHS": 10}
_FEW = 5


def begun(text: str) -> Begun | None:
    """What the message announces or begins at its end and does not finish."""
    bare = text.strip(" .…\n")
    at = text.find(bare)
    for label, pattern in _BARE.items():
        if pattern.fullmatch(bare):
            return Begun(label, at, at + len(bare))
    offset = max(0, len(text) - _TAIL)
    tail = text[offset:].rstrip()
    if not _ANY_CUE.search(tail):
        return None
    for label, pattern in _ANNOUNCED.items():
        found = pattern.search(tail)
        if found is None or _is_whole(label, found["value"] or ""):
            continue
        if found["value"]:
            return Begun(label, offset + found.start("value"), offset + found.end("value"))
        if found["link"] or (found.start() == 0 and offset == 0):
            return Begun(label, len(text), len(text))
    return None


def _is_whole(label: Label, value: str) -> bool:
    return sum(map(str.isdigit, value)) >= _WHOLE_DIGITS.get(label, 99)


def continued(text: str, label: Label) -> tuple[int, int] | None:
    """Where the rest of a value stands at the start of the next message, or None when it says something else."""
    lead = _LEAD_IN.match(text)
    start = lead.end() if lead else 0
    if label in _SAYS_NOTHING:
        return _all_of_it(text, start, label)
    rest = _REST.get(label)
    found = rest.match(text, start) if rest else None
    if found is None or not _ENDS.match(text, found.end()) or _is_word(found.group()):
        return None
    return found.span()


def goes_on(text: str, label: Label, rest: tuple[int, int]) -> bool:
    """Whether still more may come: a few digits of a long number."""
    return label in _WHOLE_DIGITS and sum(map(str.isdigit, text[slice(*rest)])) <= _FEW


def _is_word(value: str) -> bool:
    return value.isalpha() and is_ordinary(value)


def _all_of_it(text: str, start: int, label: Label) -> tuple[int, int] | None:
    """The whole reply, when it is short enough for a name, an address or an e-mail address and no sentence."""
    end = len(text.rstrip(" .,!\n"))
    said = text[start:end].split()
    if not said or len(said) > _MOST_WORDS[label] or "?" in text:
        return None
    small = [word for word in said if word.lower() in FUNCTION_WORDS]
    return None if len(small) * 2 >= len(said) else (start, end)
