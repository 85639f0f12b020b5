"""What the trained spaCy pipeline found: names of people, and addresses that carry a number or a dwelling's name."""

from __future__ import annotations

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from spacy.tokens import Span

from redaction.recognisers.address import counts
from redaction.words import is_ordinary, words

_DWELLING = regex.compile(
    r"\d|\b(?:flat|apartment|cottage|farm|lodge|barn|villa|bungalow|grange|manor|house|p\.?o\.? box|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty)\b",
    regex.IGNORECASE,
)

_OTHER = regex.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|"
    r"november|december)\b[ ,]{0,2}\d|[£$€%]|\b(?:gbp|pounds|y/o|card)\b|^\d{3}-\d\d-\d{4}$",
    regex.IGNORECASE,
)
_IDENTIFIERS = words("nino dob utr uprn nhs iban pcn reg vrn ref tel mob postcode fax desk mobile phone email website")
# Organisations that are named after people, and kings and queens, after whom places are.
_PUBLIC = regex.compile(
    r"(?:mc ?donald|sainsbury|morrison|wetherspoon|nando|domino|barnardo|lloyd|john lewis|age uk|marie curie|macmillan)"
    r"(?:['’]?s)?|(?:king|queen)[ ].{2,30}",
    regex.IGNORECASE,
)
_CODE = regex.compile(r"\p{L}*+\d[\p{L}\d]*+")
_STREET_WORD = regex.compile(r"\p{L}{3}")
_WORD = regex.compile(r"[\p{L}'’\-]++")


def _has_name(text: str, *, first: bool) -> bool:
    """Whether it is more than codes, organisations and ordinary words.

    Ordinary words may be a name when they are capitalised within a sentence; `first` says that this one begins it.
    """
    if _PUBLIC.fullmatch(text):
        return False
    said = [word for word in _WORD.findall(_CODE.sub(" ", text)) if word.lower() not in _IDENTIFIERS and len(word) > 1]
    if all(is_ordinary(word) for word in said):
        return any(word[0].isupper() for word in (said[1:] if first else said)) and not text.isupper()
    return bool(said)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins there, so that a capital letter says nothing."""
    before = text[max(0, at - 3) : at].rstrip(" ")
    return not text[:at].strip() or before.endswith((".", "!", "?", "\n", ":"))


def _has_door(text: str, span: Span) -> bool:
    """Whether it says which door, and is no date, sum or count of something."""
    if not _DWELLING.search(span.text) or _OTHER.search(span.text) or not _STREET_WORD.search(span.text):
        return False
    return not counts(text, span.start_char, span.end_char)


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
            if span.label_ == "PERSON" and not _has_name(span.text, first=_begins(text, span.start_char)):
                continue
            if span.label_ == "ADDRESS" and not _has_door(text, span):
                continue
            found.append(RecognizerResult(span.label_, span.start_char, span.end_char, self.SCORE))
        return found
