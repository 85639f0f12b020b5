"""Postal addresses: a house number or a dwelling's name together with its street. A street alone is not one."""

from __future__ import annotations

import regex
from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.ner.ordinary_words import FUNCTION_WORDS, is_ordinary, words
from redaction.recognisers.identifier import FLAGS, Identifier, one_of
from redaction.text.number_words import ONES, TEENS, TENS, any_of
from redaction.text.postcode import INWARD, OUTWARD

_SUFFIX = one_of(
    "street str st road rd avenue avenu ave av lane ln close cl drive drv dr way crescent cres court crt "
    "ct gardens garden gdns grove gr terrace terr ter place pl square sq hill mews walk row rise view "
    "park parade pde green gate path vale wharf yard quay broadway bank side heights mount meadow meadows "
    "croft drove fold end mead common approach circus cottage cottages villas wynd brae loan buildings "
    "mansions house estate orchard paddock paddocks passage ride spinney brow lea leas garth boulevard "
    "blvd highway hwy corner crossway crossing grange tower towers point wood woods field fields ridge "
    "stret steet sreet raod dirve driv avnue lnae clsoe cresent cresecnt terace "
    "chase dene dell glade glen holt hollow ranks strand embankment esplanade promenade arcade bridge "
    "bury circle parkway plaza trail loop turnpike"
)
_SHORT_SUFFIX = one_of("st rd ave av ln cl dr cres ct gdns gr terr ter pl sq")
_DWELLING = one_of(
    "cottage farm farmhouse lodge barn villa bungalow grange manor vicarage rectory house court cabin chalet stables"
)
_RURAL = one_of("cottage farm farmhouse lodge barn villa bungalow grange")
_PLAIN = r"[\p{L}][\p{L}'\-]{0,24}"
_WORD = rf"{_PLAIN}\.?"
_GAP = r"(?:[ ]?,[ \n]?|[ \n]{1,2})"
_UNIT = (
    r"(?:(?:basement|ground[ ]floor|first[ ]floor|second[ ]floor|top[ ]floor|garden|upper|lower|rear)[ ]flat(?!\w)"
    r"|(?:flat|apartment|apt|unit|room|studio|maisonette|plot|suite|floor|block)\.?[ ]?(?:(?:no|number)\.?[ ]?)?"
    r"(?:\d{1,4}[a-z]?(?:/\d{1,3})?|(?<=[ .])[a-z]\d{0,3})(?!\w))"
)
_NUMBER = r"\d{1,5}[a-z]?(?:[ ]?[\-/&][ ]?\d{1,5}[a-z]?)?(?!\w)"
_ONES, _TEENS, _TENS = map(any_of, (ONES, TEENS, TENS))
_SAID = (
    rf"(?:(?:(?:a|{_ONES})[ ]hundred(?:[ ]and)?[ ])?(?:{_TENS}(?:[ \-]{_ONES})?|{_ONES}|{_TEENS})"
    rf"|(?:a|{_ONES})[ ]hundred)"
    r"(?:[ ]?[abc](?!\w))?"
)
_STREET = (
    rf"(?:{_WORD}[ ]){{1,4}}?(?:{_SUFFIX}(?![\w'])|{_SHORT_SUFFIX}\.(?=[ ,]))"
    r"(?:[ ](?:north|south|east|west|upper|lower)(?!\w))?"
)
_POSTCODE_NEXT = rf"(?=[ ,.\n]{{1,3}}{OUTWARD}[ ]{{0,2}}{INWARD}(?!\w))"

# What a number in front of a street-like word counts or measures instead of a door.
_COUNTED = words(
    "minute minutes min mins hour hours hr hrs day days week weeks month months year years second seconds "
    "mile miles metre metres meter meters km mph bed beds bedroom bedrooms bedroomed storey people person "
    "persons adults children kids bin bins bag bags box boxes car cars van vans lorry lorries bus buses "
    "pothole potholes tree trees light lights lamp lamps cans drink drinks items tickets dogs rats mice "
    "houses homes flats properties shops times pm am noon o'clock pounds pence percent stars star way "
    "inch foot feet ft x jan january feb february mar march apr april may june july jul aug august sept "
    "september oct october nov november dec december monday tuesday wednesday thursday friday saturday "
    "sunday more other different new old big large small broken missing hundred thousand million gbp"
) | (FUNCTION_WORDS - {"down", "well", "long", "the"})
_MEASURES = words(
    "minute minutes min mins hour hours hr hrs day days week weeks month months year years second seconds "
    "mile miles metre metres meter meters km mph feet ft people persons adults children kids bins bags "
    "pounds pence percent bin bags sacks boxes men women chairs booth booths ticket tickets space spaces ish clock"
)
_BEFORE_COUNT = regex.compile(
    r"(?:bus|buses|route|routes|junction|band|zone|ward|top|last|line|train|platform|gate|channel|chapter|page|section|"
    r"form|year|grade|class|level|stage|phase|version|[£$€]|no\.? of)[ ]?$",
    regex.IGNORECASE,
)
_TAIL = regex.compile(
    rf"(?:{_GAP}(?:{_WORD}[ ]){{0,4}}{_PLAIN}){{1,3}}{_POSTCODE_NEXT}"
    rf"|(?:[ ]?,[ \n]?{_PLAIN}(?:[ ]{_PLAIN}){{0,2}}){{1,4}}(?=[ ]?[.!?\n]|[ ]?$)"
    r"|(?:(?:[ ]|,[ ]?|\n)(?-i:(?!(?:I|The|They|Their|It|My|Please|Phone|Tel|Is|Can|We|And|You|Your|Postcode)\b)"
    r"\p{Lu}[\p{L}'\-]{1,24}+(?!\d))){1,5}",
    regex.IGNORECASE,
)
_STARTS_WITH_UNIT = regex.compile(_UNIT, FLAGS)
_STARTS_WITH_NUMBER = regex.compile(rf"\d|{_SAID}", FLAGS)
_STREET_LETTERS = regex.compile(r"\p{L}[\p{L}'’]{2,}+")
_HAS_SUFFIX = regex.compile(rf"\b(?:{_SUFFIX}|{_DWELLING})\b", regex.IGNORECASE)
_LETTERS = regex.compile(r"[\p{L}']++")


class StreetAddress(Identifier):
    label = "ADDRESS"
    needs_digit = False
    shapes = (
        (
            "number and street",
            rf"(?<![\w£$€./#\-]|\d,|\d:)(?:{_UNIT}{_GAP}(?:{_WORD}[ ]){{0,3}}?(?:{_DWELLING}{_GAP})?)?"
            rf"{_NUMBER}{_GAP}{_STREET}",
            0.8,
        ),
        ("unit and building", rf"(?<!\w){_UNIT}{_GAP}{_STREET}(?:{_GAP}{_NUMBER}{_GAP}{_STREET})?", 0.8),
        ("unit alone", r"(?<!\w)(?:flat|apartment|apt|suite)\.?[ ]?(?:no\.?[ ]?)?\d{1,4}[a-z]?(?!\w|[ ]bed)", 0.55),
        (
            "dwelling and street",
            rf"(?<!\w)(?-i:\p{{Lu}}[\p{{L}}']{{1,24}})(?:[ ]{_WORD}){{0,2}}[ ]{_RURAL}[ ]?,[ ]?{_STREET}",
            0.7,
        ),
        ("the old ...", rf"(?<!\w)the[ ]old[ ]\w{{3,12}}(?:[ ]\w{{3,8}})?[ ]?,[ ]?{_STREET}", 0.6),
        (
            "where somebody lives",
            r"\b(?:live|living|lives|lived|reside|resides|stay|staying)[ ](?:at|in)[ ]"
            rf"(?P<value>(?:{_WORD}[ ]){{1,3}}?{_DWELLING}(?:{_GAP}{_STREET})?)(?!\w)",
            0.7,
        ),
        ("said", rf"\b(?:at|number|no|address[ ]is|live|of|flat)[ ](?P<value>{_SAID}[ ,]{{1,2}}{_STREET})", 0.7),
        ("box", r"(?<!\w)(?:p\.?[ ]?o\.?[ ]?box)[ ]\d{1,6}(?!\w)", 0.6),
    )
    phrases = ("address", "live", "flat", "move", "deliver", "property")

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        """Every address with the town that follows it."""
        found = []
        for hit in super().analyze(text, entities, nlp_artifacts, regex_flags):
            if not counts(text, hit.start, hit.end):
                tail = _TAIL.match(text, hit.end)
                end = tail.end() if tail and _is_place(tail.group()) else hit.end
                found.append(self.result(hit.start, end, hit.score))
        return found


def counts(text: str, start: int, end: int) -> bool:
    """Whether the number counts something ("2 bins on Mill Road", "5 minute walk", "bus 42 High Street")."""
    if _STARTS_WITH_UNIT.match(text, start) or not _STARTS_WITH_NUMBER.match(text, start, end):
        return False
    number = _STARTS_WITH_NUMBER.match(text, start, end)
    said = _LETTERS.findall(text[number.end() if number else start : end].lower())
    if len(said) > 1 and len(said[0]) == 1:  # 12a Mill Road
        said = said[1:]
    measured = said[-1:] and said[-1] in _MEASURES
    return (
        bool(measured)
        or any(word in _COUNTED for word in said[:-1])
        or bool(_BEFORE_COUNT.search(text, max(0, start - 12), start))
    )


def names_a_street(value: str) -> bool:
    """Whether more than ordinary small words stand beside the number ("1 green bin" and "8 o clock" do not)."""
    said = _STREET_LETTERS.findall(value)
    return (
        any(not word.islower() or not is_ordinary(word) for word in said)
        or "," in value
        or bool(_HAS_SUFFIX.search(value))
        or bool(_STARTS_WITH_UNIT.match(value))
    )


def _is_place(tail: str) -> bool:
    return not any(word in FUNCTION_WORDS for word in _LETTERS.findall(tail.lower()))
