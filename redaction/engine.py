"""Presidio, set up for us: our spaCy pipeline, our recognisers, context words that may be phrases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import regex
import spacy
from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from redaction.ner.lexicon import lexicon
from redaction.recognisers.identifier import Identifier, one_of

THRESHOLD = 0.5
MODEL = Path(__file__).parent / "ner" / "model"


_SMALL_TALK = one_of(
    "yes yeah sure ok okay it its it's is the that thats that's my mine and so um uh er erm ah oh well here sorry "
    "no please thanks hey hi hello just right"
)


class SpacyPipeline(NlpEngine):
    """Presidio's window on one spaCy pipeline, English only."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def load(self) -> None:
        """Nothing more to load: the pipeline arrives loaded."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Tokens, lemmas and entities of one text."""
        return self.artifacts(self._nlp(text))

    def tokens_only(self, text: str) -> NlpArtifacts:
        """Tokens and lemmas, without looking for entities."""
        return self.artifacts(lexicon(self._nlp.make_doc(text)))

    def artifacts(self, doc: Doc) -> NlpArtifacts:
        return NlpArtifacts(
            entities=list(doc.ents),
            tokens=doc,
            tokens_indices=[token.idx for token in doc],
            lemmas=[token.lemma_ for token in doc],
            nlp_engine=None,
            language="en",
        )

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        return bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        return ["PERSON", "ADDRESS"]

    def get_supported_languages(self) -> list[str]:
        return ["en"]


class NearbyWords(ContextAwareEnhancer):
    """Lifts a score when a phrase of the recogniser stands near, or when the value is all that the message says.

    Presidio's own enhancer compares single words only; here a phrase of several lemmas counts too.
    """

    LIFT_NEAR = 0.45
    LIFT_BARE = 0.35
    _BEFORE, _AFTER = 9, 5
    _LEAD_IN = regex.compile(rf"(?:[\s\W]|\b{_SMALL_TALK}\b)*+", regex.IGNORECASE)

    def __init__(self) -> None:
        super().__init__(self.LIFT_NEAR, 0.0, self._BEFORE, self._AFTER)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """The recognisers' results, with a higher score where a phrase nearby supports them."""
        known = {recogniser.id: recogniser for recogniser in recognizers if isinstance(recogniser, Identifier)}
        for result in raw_results:
            recogniser = known.get((result.recognition_metadata or {}).get(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY))
            if recogniser is None or result.score >= THRESHOLD:
                continue
            if recogniser.context and _is_near(recogniser.context, nlp_artifacts, result, self._BEFORE, self._AFTER):
                result.score = min(1.0, result.score + self.LIFT_NEAR)
            elif recogniser.bare and self._is_all(text, result):
                result.score = min(1.0, result.score + self.LIFT_BARE)
        return raw_results

    def _is_all(self, text: str, result: RecognizerResult) -> bool:
        return bool(self._LEAD_IN.fullmatch(text, 0, result.start) and self._LEAD_IN.fullmatch(text, result.end))


def _is_near(
    phrases: Sequence[str], artifacts: NlpArtifacts, result: RecognizerResult, before: int, after: int
) -> bool:
    indices = artifacts.tokens_indices
    first = _token_at(indices, result.start)
    last = _token_at(indices, result.end - 1)
    window = [
        *artifacts.lemmas[max(0, first - before) : first + 1],
        "|",
        *artifacts.lemmas[last + 1 : last + 1 + after],
    ]
    said = f" {' '.join(window).lower()} "
    return any(f" {phrase.lower()} " in said for phrase in phrases)


def _token_at(indices: Sequence[int], offset: int) -> int:
    """The token that holds a character offset."""
    return max(0, bisect_right(indices, offset) - 1)


class _NumpyProducts(NumpyOps):  # type: ignore[misc]  # thinc has no types for mypy here
    """Matrix products by NumPy, which for matrices as small as ours are more than twice as fast as spaCy's own."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)


_FAST = _NumpyProducts()


def load_pipeline() -> Language:
    """The trained pipeline of `redaction/ner/model`."""
    if MODEL.exists():
        nlp = spacy.load(MODEL)
        for node in nlp.get_pipe("ner").model.walk():  # type: ignore[attr-defined]
            node.ops = _FAST
        return nlp
    nlp = spacy.blank("en")
    nlp.add_pipe("lexicon")
    return nlp


class PresidioEngine:
    """Presidio's analyzer over our pipeline and recognisers."""

    def __init__(self, recognisers: Sequence[EntityRecognizer], nlp: Language) -> None:
        self._pipeline = SpacyPipeline(nlp)
        self._analyzer = AnalyzerEngine(
            registry=RecognizerRegistry(recognizers=list(recognisers), supported_languages=["en"]),
            nlp_engine=self._pipeline,
            supported_languages=["en"],
            context_aware_enhancer=NearbyWords(),
            default_score_threshold=THRESHOLD,
        )

    def find(self, text: str, *, entities: bool = True) -> list[RecognizerResult]:
        """Everything above the threshold, perhaps overlapping. Without `entities` only the patterns are tried."""
        if not text.strip():
            return []
        artifacts = self._pipeline.process_text(text, "en") if entities else self._pipeline.tokens_only(text)
        return self._analyzer.analyze(text, "en", nlp_artifacts=artifacts)
