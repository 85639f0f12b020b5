"""Postal addresses: a house number or a dwelling's name together with its street. A street alone is not one."""

from __future__ import annotations

import regex
from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.recognisers.identifier import Identifier
from redaction.words import FUNCTION_WORDS, words

_SUFFIX = (
    "street|str|st|road|rd|avenue|avenu|ave|av|lane|ln|close|cl|drive|drv|dr|way|crescent|cres|court|crt|ct|gardens|garden|gdns|"
    "grove|gr|terrace|terr|ter|place|pl|square|sq|hill|mews|walk|row|rise|view|park|parade|pde|green|gate|path|vale|wharf|yard|"
    "quay|broadway|bank|side|heights|mount|meadows?|croft|drove|fold|end|mead|common|approach|circus|cottages?|villas|wynd|"
    "brae|loan|buildings|mansions|house|estate|orchard|paddocks?|passage|ride|spinney|brow|leas?|garth|boulevard|blvd|highway|"
    "hwy|corner|crossway|crossing|grange|towers?|point|wood|woods|fields?|ridge|chase|dene|dell|glade|glen|holt|hollow|"
    "ranks|strand|embankment|esplanade|promenade|arcade|bridge|bury|circle|parkway|plaza|trail|loop|turnpike"
)
_UNIT = (
    r"(?:flat|apartment|apt|unit|room|studio|maisonette|plot|suite|floor|block)\.?[ ]?(?:(?:no|number)\.?[ ]?)?"
    r"(?:\d{1,4}[a-z]?|[a-z]\d{0,3})(?!\w)"
)
_NUMBER = r"\d{1,5}[a-z]?(?:[ ]?[\-/&][ ]?\d{1,5}[a-z]?)?(?!\w)"
_SAID = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ \-](?:one|two|three|four|five|six|seven|eight|nine))?|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen)(?:[ ]?[abc](?!\w))?"
)
_PLAIN = r"[\p{L}][\p{L}'\-]{0,24}"
_WORD = rf"{_PLAIN}\.?"
_GAP = r"(?:[ ]?,[ \n]?|[ \n]{1,2})"
_STREET = rf"(?:{_WORD}[ ]){{1,4}}?(?:(?:{_SUFFIX})(?![\w'])|(?:st|rd|ave?|ln|cl|dr|cres|ct|gdns|gr|terr?|pl|sq)\.(?=[ ,]))(?:[ ](?:north|south|east|west|upper|lower)(?!\w))?"
_DWELLING = r"(?:cottage|farm|farmhouse|lodge|barn|villa|bungalow|grange|manor|vicarage|rectory|house|court|cabin|chalet|stables)"

# What a number in front of a street-like word counts or measures instead of a door.
_COUNTED = words(
    "minute minutes min mins hour hours hr hrs day days week weeks month months year years second seconds "
    "mile miles metre metres meter meters km mph bed beds bedroom bedrooms bedroomed storey people person "
    "persons adults children kids bin bins bag bags box boxes car cars van vans lorry lorries bus buses "
    "pothole potholes tree trees light lights lamp lamps cans drink drinks items tickets dogs rats mice "
    "houses homes flats properties shops times pm am noon o'clock pounds pence percent stars star way "
    "inch foot feet ft x jan january feb february mar march apr april may june july jul aug august sept "
    "september oct october nov november dec december monday tuesday wednesday thursday friday saturday "
    "sunday more other different new old big large small broken missing hundred thousand million"
) | (FUNCTION_WORDS - {"down", "may", "well", "long"})
_BEFORE_COUNT = regex.compile(
    r"(?:bus|buses|route|routes|junction|band|zone|ward|over|under|about|least|most|than|for|by|after|before|around|top|"
    r"the last|line|service|train|platform|gate|channel|chapter|page|section|form|year|grade|class|level|stage|phase|"
    r"version|[£$€]|no\.? of)[ ]?$",
    regex.IGNORECASE,
)
_POSTCODE_NEXT = r"(?=[ ,.\n]{0,3}[A-Z]{1,2}\d[A-Z0-9]?[ ]{0,2}\d[A-Z]{2}(?!\w))"
_TAIL = regex.compile(
    rf"(?:{_GAP}(?:{_WORD}[ ]){{0,4}}{_PLAIN}){{1,3}}{_POSTCODE_NEXT}"
    rf"|(?:[ ]?,[ \n]?{_PLAIN}(?:[ ]{_PLAIN}){{0,2}}){{1,4}}(?=[ ]?[.!?\n]|[ ]?$)"
    r"|(?:(?:[ ]|,[ ]?|\n)(?-i:(?!(?:I|The|They|Their|It|My|Please|Phone|Tel|Is|Can|We|And|You|Your|Postcode)\b)\p{Lu}[\p{L}'\-]{1,24})){1,5}",
    regex.IGNORECASE,
)


class StreetAddress(Identifier):
    label = "ADDRESS"
    bare = True
    shapes = (
        ("number and street", rf"(?<![\w£$€./:#\-]|\d,)(?P<value>(?:{_UNIT}{_GAP}(?:{_WORD}[ ]){{0,3}}?(?:{_DWELLING}{_GAP})?)?{_NUMBER}{_GAP}{_STREET})", 0.8),
        ("unit and building", rf"(?<!\w)(?P<value>{_UNIT}{_GAP}{_STREET}(?:{_GAP}{_NUMBER}{_GAP}{_STREET})?)", 0.8),
        ("unit alone", r"(?<!\w)(?P<value>(?:flat|apartment|apt|suite)\.?[ ]?(?:no\.?[ ]?)?\d{{1,4}}[a-z]?)(?!\w)", 0.55),
        ("dwelling and street", rf"(?<!\w)(?P<value>(?-i:\p{{Lu}}[\p{{L}}']{{1,24}})(?:[ ]{_WORD}){{0,2}}[ ](?:cottage|farm|farmhouse|lodge|barn|villa|bungalow|grange)[ ]?,[ ]?{_STREET})", 0.7),
        ("where I live", rf"\b(?:live|living|lives|lived|reside|resides|stay|staying)[ ](?:at|in)[ ](?P<value>(?:{_WORD}[ ]){{1,3}}?{_DWELLING}(?:{_GAP}{_STREET})?)(?!\w)", 0.7),
        ("said", rf"\b(?:at|number|no|address[ ]is|live|of|flat)[ ](?P<value>{_SAID}[ ,]{{1,2}}{_STREET})", 0.7),
        ("box", r"(?<!\w)(?:p\.?[ ]?o\.?[ ]?box)[ ]\d{1,6}(?!\w)", 0.6),
    )  # fmt: skip
    phrases = ("address", "live", "flat", "move", "moved", "deliver", "property")

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        found = []
        for hit in super().analyze(text, entities, nlp_artifacts, regex_flags):
            if _counts(text, hit.start, hit.end):
                continue
            tail = _TAIL.match(text, hit.end)
            found.append(self.result(hit.start, tail.end() if tail and _is_place(tail.group()) else hit.end, hit.score))
        return found


def _counts(text: str, start: int, end: int) -> bool:
    """Whether the number counts something ("2 bins on Mill Road", "5 minute walk", "bus 42 High Street")."""
    if regex.match(r"(?:flat|apartment|apt|unit|room|suite|studio)\b", text[start:end], regex.IGNORECASE):
        return False
    said = regex.findall(r"[\p{L}']+", text[start:end].lower())
    first = regex.match(r"\d+([a-z])?", text[start:end].lower())
    middle = said[1:] if first and first[1] else said
    return any(word in _COUNTED for word in middle[:-1]) or bool(_BEFORE_COUNT.search(text, max(0, start - 12), start))


def _is_place(tail: str) -> bool:
    return not any(word in FUNCTION_WORDS for word in regex.findall(r"[\p{L}']+", tail.lower()))
