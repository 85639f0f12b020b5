"""What the trained spaCy pipeline found: names of people, and addresses that carry a number or a dwelling's name."""

from __future__ import annotations

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Span

from redaction.ner.lexicon import is_common, is_known_name, kind, lemma
from redaction.ner.ordinary_words import dictionary, is_ordinary, words
from redaction.recognisers.address import counts, names_a_street
from redaction.text.number_words import ONES, TEENS, TENS, any_of

_DWELLING = regex.compile(
    r"\d|\b(?:flat|apartment|cottage|farm|lodge|barn|villa|bungalow|grange|manor|house|p\.?o\.? box|"
    rf"{any_of((*ONES, *TEENS, *TENS))})\b",
    regex.IGNORECASE,
)

_OTHER = regex.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|"
    r"november|december)\b[ ,]{0,2}\d|[£$€%]|\b(?:gbp|pounds|y/o|card)\b|^\d{3}-\d\d-\d{4}$",
    regex.IGNORECASE,
)
_IDENTIFIERS = words(
    "nino dob utr uprn nhs iban pcn reg vrn ref tel mob postcode fax desk hb ctax ctb dhp rspca amex visa tonne lorry "
    "lorries skip binmen flytipping mobile phone email website ctax asb foi gdpr fsm ehcp senco pip uc esa jsa dla"
)
# Shops and the like, which people name to say where something is: "the A52 by Tesco".
_SHOPS = (
    r"tesco|lidl|aldi|asda|wilko|waitrose|co-?op|greggs|ikea|b ?& ?q|argos|halfords|primark|superdrug|wickes|screwfix|"
    r"homebase|poundland|starbucks|subway|kfc|spar|londis|costcutter|nisa|esso|texaco|home bargains|b ?& ?m|"
    r"m ?& ?s|marks (?:and|&) spencer"
)
# Organisations that are named after people, kings and queens, after whom places are, and what the state pays.
_PUBLIC = regex.compile(
    rf"(?:{_SHOPS}|mc ?donald|sainsbury|morrison|wetherspoon|nando|domino|barnardo|lloyd|john lewis|age uk|marie curie|"
    r"macmillan)(?:['’]?s)?(?: (?:express|extra|local|metro|superstore|store|supermarket|garage|car park))?|"
    r"(?:king|queen)[ ].{2,30}|(?:pension|universal|child tax|working tax|winter fuel|attendance|"
    r"carer['’]?s|child|housing|council tax|bereavement|maternity|guardian['’]?s)[ ]"
    r"(?:credit|payment|allowance|benefit|support)s?",
    regex.IGNORECASE,
)
_WORD_BEFORE = regex.compile(
    r"(?:^|[,.:;!?\n][ ]?|\b(?:for|under|is|of|by|with|name|it's|i'm|a|the|hi|hello)[ ])(?P<word>\p{L}{2,12})[ ]$",
    regex.IGNORECASE,
)
_WORD_AFTER = regex.compile(
    r"[ ](?P<word>\p{L}{2,12})(?=[ ]?$|[ ]?[,.;:!?\n]|[ ](?:for|at|and|i|on|here|has|please|thanks)\b)",
    regex.IGNORECASE,
)
_EXPECTED = regex.compile(
    r"\b(?:name|names|under|for|is|am|i['’]?m|it['’]?s|by|with|called|mr|mrs|ms|miss|dr)[ ]$", regex.IGNORECASE
)
_FAMILY_NAMES_TOO = words("an do he so")
_LONGEST_ACRONYM = 6
_CODE = regex.compile(r"\p{L}*+\d[\p{L}\d]*+")
_STREET_WORD = regex.compile(r"\p{L}{3}")
_WORD = regex.compile(r"[\p{L}'’\-]++")


def _has_name(text: str, *, first: bool, expected: bool, careful: bool) -> bool:
    """Whether a found name is more than codes, organisations and ordinary words.

    Ordinary words may be a name when they are capitalised within a sentence; `first` says that this one begins it.
    Rare and misspelt ones in lower case may be a name only where one is `expected`, and words that are names too only
    in a message whose writer is not `careful` with capitals.
    """
    if _PUBLIC.fullmatch(text):
        return False
    said = [word for word in _WORD.findall(_CODE.sub(" ", text)) if word.lower() not in _IDENTIFIERS and len(word) > 1]
    said = [word for word in said if not _is_acronym(word, text)] if not text.isupper() else said
    if all(is_ordinary(word) or (word.islower() and _is_no_name(word, expected, careful)) for word in said):
        return any(word[0].isupper() for word in (said[1:] if first else said)) and not text.isupper()
    return bool(said)


def _is_no_name(word: str, expected: bool, careful: bool) -> bool:
    if is_ordinary(lemma(word)) or (careful and word.lower() in dictionary()):
        return True
    return not expected and is_common(word)


def _is_acronym(word: str, text: str) -> bool:
    """Whether a word is an acronym, such as RSPCA or PCN."""
    return word.isupper() and len(word) <= _LONGEST_ACRONYM and not is_known_name(word)


def _with_neighbours(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with a known name on either side that stands between it and the end of the phrase.

    In lower case "show hayami" and "an yang" look like an ordinary word and a name.
    """
    before = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if before and is_known_name(before["word"]) and _may_be_name(before["word"]):
        start = before.start("word")
    after = _WORD_AFTER.match(text, end) if " " not in text[start:end] else None
    if after and is_known_name(after["word"]) and kind(after["word"]) != "function":
        end = after.end("word")
    return start, end


def _may_be_name(word: str) -> bool:
    return kind(word) != "function" or word.lower() in _FAMILY_NAMES_TOO


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, so that a capital letter says nothing."""
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not text[:at].strip() or before.endswith((".", "!", "?", "\n", ":"))


def _has_door(text: str, span: Span) -> bool:
    """Whether a found address says which door, and is no date, sum or count of something."""
    if not _DWELLING.search(span.text) or _OTHER.search(span.text) or not _STREET_WORD.search(span.text):
        return False
    return names_a_street(span.text) and not counts(text, span.start_char, span.end_char)


def _is_person(text: str, span: Span) -> bool:
    expected = _EXPECTED.search(text[max(0, span.start_char - 12) : span.start_char]) is not None
    careful = text[:1].isupper() and not text.isupper()
    return _has_name(span.text, first=_begins(text, span.start_char), expected=expected, careful=careful)


class Learned(LocalRecognizer):
    """Hands on what the pipeline found, with a lower score than any pattern; a street or park alone is left out."""

    SCORE = 0.5

    def __init__(self) -> None:
        super().__init__(supported_entities=["PERSON", "ADDRESS"], name="Learned")

    def load(self) -> None:
        """Nothing to load: the pipeline has already run when this is asked."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """One result for each entity of the pipeline that is personal."""
        found = []
        for span in nlp_artifacts.entities if nlp_artifacts else []:
            if span.label_ == "PERSON" and not _is_person(text, span):
                continue
            if span.label_ == "ADDRESS" and not _has_door(text, span):
                continue
            start, end = span.start_char, span.end_char
            if span.label_ == "PERSON":
                start, end = _with_neighbours(text, start, end)
            found.append(RecognizerResult(span.label_, start, end, self.SCORE))
        return found
