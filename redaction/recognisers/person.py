"""Names of people, where the words around say that a name comes: "my name is", "under the name", "regards", "Mrs".

The trained pipeline finds names in any sentence (see `learned.py`); these rules hold where people announce them.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex
from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.lexicon import kind
from redaction.recognisers.identifier import FLAGS, Identifier
from redaction.spoken import NATO
from redaction.words import FUNCTION_WORDS, is_ordinary, words

_KIN = (
    "neighbour|neighbor|mum|mother|dad|father|son|daughter|husband|wife|partner|brother|sister|uncle|aunt|auntie|cousin|"
    "grandson|granddaughter|grandmother|grandfather|nan|gran|friend|landlord|landlady|carer|flatmate|tenant|boyfriend|"
    "girlfriend|nephew|niece|child|baby|stepson|stepdaughter|fiance|fiancee|boss|manager|colleague|teacher|social worker"
)
# The name follows whatever it looks like, unless it begins with a word that holds sentences together.
_ANNOUNCED = regex.compile(
    r"\b(?:(?:my|his|her|their|the|your|full|first|last|second|middle|maiden|given|family|sur|customer|tenant'?s?|child'?s?)[ ]?"
    r"name(?:[ ]?['’]?s|[ ]is|[ ]was|[ ]of|[ ]are|[ ]being)?(?:[ ](?:is|of))?|surname(?:[ ]is)?|"
    r"(?:^|(?<=[.!?,;\n(] ?))name(?:[ ]?['’]?s|[ ]is)?|names?[ ](?:is|are)|under[ ]the[ ]name(?:[ ](?:of|is))?|"
    r"(?:in|on|under)[ ](?:the[ ]|my[ ]|a[ ])?name(?:[ ]of)?|name(?:d|[ ]of)|"
    r"call[ ](?:me|him|her|be|us)|(?:i|we)[ ]go[ ]by|known[ ]as|(?:i'?m|i[ ]am|he'?s|she'?s|is|was|are)[ ]called|calls?[ ]me|"
    r"my[ ]names)"
    r"[ ]{0,2}(?:[:\-,][ ]{0,2})?(?:[\"'“(])?",
    FLAGS,
)
# The name follows if it looks like one: capitalised, or no ordinary word.
_INTRODUCED = regex.compile(
    rf"\b(?:i'?m|i[ ]am|i[ ]m|this[ ]is|it'?s|it[ ]is|(?:booked|reserved|listed|registered|filed|reservation|booking|table|tenancy|account|it'?s|is|be)[ ]under|"
    rf"(?:booking|reservation|table|appointment)[ ](?:made[ ])?for|(?:speaking|spoke|talk|talked)[ ](?:to|with)|on[ ]behalf[ ]of|"
    rf"my[ ](?:{_KIN})(?:'s[ ]name[ ]is)?|our[ ](?:{_KIN})|care[ ]of|c/o|attn|dear|hi|hello|signed|ask[ ]for)"
    rf"[ ]{{1,2}}(?:[:,][ ]{{0,2}})?[\"'“]?",
    FLAGS,
)
_TITLE = regex.compile(
    r"(?<![\w'])(?:mr|mrs|ms|mx|miss|dr|doctor|rev|reverend|cllr|councillor|sir|dame|lady|lord|prof|professor|father|sister|pc|sgt|"
    r"messrs|madam)(?:(?:\.[ ]?|[ ])(?:(?:and|&)[ ](?:mr|mrs|ms|miss|dr)\.?[ ])?)",
    FLAGS,
)
_SURE_TITLES = ("mr", "mrs", "ms", "mx", "cllr", "prof")
_GLUED_TITLE = regex.compile(r"(?<!\w)(?:mrs|mr)(?P<value>[a-z]{3,20})(?!\w)", FLAGS)
_SIGN_OFF = regex.compile(
    r"(?:^|[.!?,\n])[ ]*(?:(?:(?:kind|best|warm|many)[ ])?(?:regards|wishes|thanks)|regards|yours(?:[ ](?:sincerely|faithfully|truly))?|"
    r"sincerely|cheers|thank[ ]you|thanks(?:[ ](?:again|so[ ]much|in[ ]advance))?|love|best)[ ]*[,.!\-]?[ ]*\n?[ ]*"
    r"(?P<value>\p{L}[\p{L}'\-.]{0,24}(?:[ ]\p{L}[\p{L}'\-.]{0,24}){0,3})[ ]*[.!x]{0,3}\s*\Z",
    FLAGS,
)
_SAID_AFTER = regex.compile(
    r"(?:^|[.!?,\n][ ]?|\bhi[ ]|\bhello[ ])(?P<value>\p{L}[\p{L}'\-]{0,24}(?:[ ]\p{L}[\p{L}'\-]{0,24}){0,3})[ ]?,?[ ]"
    r"(?:(?:is|that'?s|that[ ]is|it'?s)[ ]my[ ](?:full[ ]|sur|last[ ]|first[ ])?name|here(?=[ ]*[,.!;]|[ ]*$)|speaking(?!\w)|"
    r"is[ ](?:the|what)[ ](?:name|you[ ]can[ ]call)|is[ ]what[ ])",
    FLAGS,
)
_NATO_RUN = regex.compile(
    rf"(?<!\w)(?:(?:{'|'.join(NATO)})[ ,]{{1,2}}){{3,30}}(?:{'|'.join(NATO)})(?!\w)(?![ ]\d)", FLAGS
)
_BARE_NAME = regex.compile(
    r"(?:\s|yes|yeah|ok|okay|sure|it'?s|sorry|[,.\-])*+(?P<value>\p{L}[\p{L}'’\-]{1,24}(?:[ ]{1,2}\p{L}[\p{L}'’\-]{0,24}){0,2})[\s.,!]*+",
    FLAGS,
)
_PLACES = words(
    "road street lane avenue close drive way crescent court gardens park square station school college "
    "library hotel restaurant church hospital council centre center museum airport house cinema theatre "
    "pub bar cafe bank ward estate village town city music songs radio playlist podcast film show food "
    "weather news time bus train area north south east west tandoori pizza hall surgery market pool club "
    "store shop guesthouse lodge inn university airways news festival"
)
_SPELLED = regex.compile(r"(?<!\w)(?:\p{L}{1,5}[ ]){2,24}\p{L}{1,5}(?!\w)", FLAGS)
_TOKEN = regex.compile(r"\p{L}(?:[\p{L}\p{M}'’\-]{0,30}[\p{L}\p{M}])?")
_PARTICLES = words("de da di du del della der den van von bin ibn al el la le los las st san dos das ap o te ten")
_ENDS_NAME = (FUNCTION_WORDS - {"will", "may"}) | words(
    "party table booking reservation person people adults pm am speaking address postcode phone email "
    "mobile number dob born date surname name first last mr mrs ms miss dr street road lane avenue cancel "
    "booked name names today monday tuesday wednesday thursday friday saturday sunday thx cheers regards"
)
_MOST_WORDS = 4


class PersonName(Identifier):
    label = "PERSON"
    shapes = (("glued title", _GLUED_TITLE.pattern, 0.6),)

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        spans = {
            *_announced(text),
            *_introduced(text),
            *_titled(text),
            *_around(text),
            *_spelled(text),
            *_all_of_it(text),
        }
        named = [self.result(start, end, 0.7) for start, end in sorted(spans)]
        return named + super().analyze(text, entities, nlp_artifacts, regex_flags)

    def rate(self, value: str, score: float) -> float:
        return 0.0 if is_ordinary("mr" + value) or value.lower() in ("sa", "rsa") else score


def _announced(text: str) -> Iterator[tuple[int, int]]:
    for cue in _ANNOUNCED.finditer(text):
        yield from _name_at(text, cue.end(), sure=True)


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    for cue in _INTRODUCED.finditer(text):
        yield from _name_at(text, cue.end(), sure=False)


def _titled(text: str) -> Iterator[tuple[int, int]]:
    for cue in _TITLE.finditer(text):
        yield from _name_at(text, cue.end(), sure=cue.group().lower().startswith(_SURE_TITLES))


def _around(text: str) -> Iterator[tuple[int, int]]:
    """Names that end the message after a sign-off, or stand before "is my name", "here", "speaking"."""
    for pattern in (_SIGN_OFF, _SAID_AFTER):
        for match in pattern.finditer(text):
            yield from _name_at(text, match.start("value"), sure=False)


def _name_at(text: str, start: int, *, sure: bool) -> Iterator[tuple[int, int]]:
    """The name that begins at `start`, if there is one: up to four words on one line."""
    shouting = text.isupper()
    end = at = start
    taken: list[str] = []
    while len(taken) < _MOST_WORDS:
        token = _TOKEN.match(text, at)
        if not token or (token.group().lower() in _ENDS_NAME and not (sure and token.group().istitle() and not taken)):
            break
        if taken and not _continues(token.group(), taken[0], sure=sure, shouting=shouting):
            break
        taken.append(token.group())
        end = token.end()
        if text[end : end + 1] == "." and len(token.group()) == 1:
            end += 1
        gap = regex.match(r"[ ]{1,2}", text[end : end + 2])
        if not gap:
            break
        at = end + gap.end()
    while taken and taken[-1].lower() in _PARTICLES and len(taken) > 1:
        taken.pop()
        end = start + text[start:end].rstrip().rfind(" ")
    if taken and (_is_sure_name(taken) if sure else _is_likely_name(taken, shouting=shouting)):
        yield start, end


def _is_sure_name(taken: list[str]) -> bool:
    """After "my name is" anything is a name but "my name is wrong"."""
    return len(taken) > 1 or taken[0].lower() not in _PLAIN


def _is_likely_name(taken: list[str], *, shouting: bool) -> bool:
    """Capitalised words, or words that are not ordinary ones."""
    strange = [word for word in taken if len(word) > 1 and not is_ordinary(word)]
    return bool(strange) and (
        not is_ordinary(taken[0]) or (not shouting and all(word[0].isupper() for word in taken[:2]))
    )


def _continues(word: str, first: str, *, sure: bool, shouting: bool) -> bool:
    if word.lower() in _PARTICLES:
        return True
    if word[0].isupper() and not shouting:
        return True
    return not is_ordinary(word) or (sure and not first[0].isupper() and len(word) > 2)


_PLAIN = words("wrong right misspelled spelt different below above changed missing correct incorrect same not")


def _spelled(text: str) -> Iterator[tuple[int, int]]:
    """A name spelled out: in letters ("j a n e s m i t h"), or as "mike alpha romeo ...", without any digit."""
    for match in _SPELLED.finditer(text):
        parts = match.group().split(" ")
        letters = [part for part in parts if len(part) == 1]
        if len(parts) >= 4 and len(letters) * 2 >= len(parts) and sum(part not in "aAiI" for part in letters) >= 3:
            yield match.span()
    for match in _NATO_RUN.finditer(text):
        yield match.span()


def _all_of_it(text: str) -> Iterator[tuple[int, int]]:
    """A message of one to three words that is a name by itself: it has a name in it and nothing but words."""
    reply = _BARE_NAME.fullmatch(text)
    if not reply:
        return
    kinds = [kind(word) for word in reply["value"].split()]
    last = reply["value"].split()[-1].lower()
    named = kinds[0] == "name" or (len(kinds) > 1 and kinds[0] in ("either", "new") and "name" in kinds)
    if named and "function" not in kinds and not (len(kinds) > 1 and last in _PLACES):
        yield reply.span("value")
