"""What the trained spaCy pipeline found: names of people, and addresses that carry a number or a dwelling's name."""

from __future__ import annotations

import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.lexicon import kind

_DWELLING = regex.compile(
    r"\d|\b(?:flat|apartment|cottage|farm|lodge|barn|villa|bungalow|grange|manor|house|p\.?o\.? box|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty)\b",
    regex.IGNORECASE,
)

_OTHER = regex.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|"
    r"november|december)\b[ ,]{0,2}\d|[£$€%]|\b(?:gbp|pounds|y/o|card)\b|^\d{3}-\d\d-\d{4}$",
    regex.IGNORECASE,
)
_IDENTIFIERS = frozenset(
    {"nino", "dob", "utr", "uprn", "nhs", "iban", "pcn", "reg", "vrn", "ref", "tel", "mob", "postcode"}
)
_CODE = regex.compile(r"\p{L}*+\d[\p{L}\d]*+")
_WORD = regex.compile(r"[\p{L}'’\-]++")


def _has_name(text: str) -> bool:
    """Whether there is more in it than function words, codes and the names of identifiers."""
    return any(
        kind(word) != "function" and len(word) > 1 and word.lower() not in _IDENTIFIERS
        for word in _WORD.findall(_CODE.sub(" ", text))
    )


class Learned(LocalRecognizer):
    """Hands on the entities of the pipeline with a score of its own, lower than any pattern; a street, park or ward alone is left out."""

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
            if span.label_ == "ADDRESS" and (not _DWELLING.search(span.text) or _OTHER.search(span.text)):
                continue
            if span.label_ == "PERSON" and not _has_name(span.text):
                continue
            found.append(RecognizerResult(span.label_, span.start_char, span.end_char, self.SCORE))
        return found
