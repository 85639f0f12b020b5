"""What every pattern recogniser here has in common: patterns, context words, and a score, never a gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import regex
from presidio_analyzer import Pattern, PatternRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from redaction.text.labels import Label

_DIGIT = regex.compile(r"\d")
FLAGS = regex.IGNORECASE | regex.MULTILINE


class Identifier(PatternRecognizer):
    """Finds one kind of identifier by its shapes and the phrases near it.

    A subclass names its `label`, its `shapes` (name, regular expression, score) and the `context` phrases that
    lift a weak score over the threshold. A named group `value` narrows a match to the personal part. Expressions
    must be linear: bounded or possessive quantifiers only.
    """

    label: ClassVar[Label]
    shapes: ClassVar[Sequence[tuple[str, str, float]]] = ()
    phrases: ClassVar[Sequence[str]] = ()
    needs_digit: ClassVar[bool] = True
    """Whether there is nothing to find in a message without any digit."""
    bare: ClassVar[bool] = True
    """Whether a weak match counts when it is all the message says."""

    def __init__(self, shapes: Sequence[tuple[str, str, float]] | None = None, phrases: Sequence[str] = ()) -> None:
        chosen = self.shapes if shapes is None else shapes
        super().__init__(
            supported_entity=self.label,
            name=type(self).__name__,
            patterns=[Pattern(name, expression, score) for name, expression, score in chosen],
            context=list(phrases or self.phrases),
            global_regex_flags=FLAGS,
        )
        self._compiled = [(regex.compile(expression, FLAGS), score) for _, expression, score in chosen]

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,
        regex_flags: int | None = None,
    ) -> list[RecognizerResult]:
        """Every match with a score above nought. Unlike Presidio's own, it neither times out nor hides an error."""
        found: list[RecognizerResult] = []
        if self.needs_digit and not _DIGIT.search(text):
            return found
        for compiled, weight in self._compiled:
            for match in compiled.finditer(text):
                start, end = match.span("value") if "value" in compiled.groupindex else match.span()
                score = self.rate(text[start:end], weight)
                if end > start and score > 0:
                    found.append(self.result(start, end, score))
        return found

    def rate(self, value: str, score: float) -> float:
        """The score for a matched value, in 0..1; a failed checksum may lower it, 0 says that it is no identifier."""
        return score

    def result(self, start: int, end: int, score: float) -> RecognizerResult:
        """A Presidio result that names this recogniser, so that context finds its phrases."""
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: type(self).__name__,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(self.label, start, end, score, recognition_metadata=metadata)


def one_of(alternatives: str) -> str:
    """A group that matches any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(alternatives.split(), key=len, reverse=True))})"


def digits_of(value: str) -> str:
    """The digits of a value, without spaces and marks."""
    return "".join(filter(str.isdigit, value))
