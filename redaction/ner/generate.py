"""Generated sentences as spaCy documents, with the noise of real typing: case, slips of the finger."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from redaction.ner.data import patterns
from redaction.ner.ordinary_words import FUNCTION_WORDS, ordinary_words
from redaction.ner.pools import Pool, pools
from redaction.ner.sentences import Sentence, SentenceWriter

NAMED_SHARE = 0.52
MADE_UP_SHARE = 0.35
_LOWER, _UPPER, _TITLE = 0.45, 0.06, 0.03
_SLIP = 0.06


def sentences(seed: int, count: int, *, held_out: bool) -> Iterator[Sentence]:
    """`count` sentences. One pattern in ten and one name in ten are kept back for `held_out` sentences."""
    rng = random.Random(seed)  # noqa: S311 - sentences are no secrets
    own = [_part(pool, held_out) for pool in pools()]
    words = sorted(word for word in ordinary_words() if word not in FUNCTION_WORDS and len(word) > 2)
    writer = SentenceWriter(rng, own, words, MADE_UP_SHARE)
    named = [(weight, _split(group, held_out)) for weight, group in patterns("named.txt")]
    plain = [(weight, _split(group, held_out)) for weight, group in patterns("plain.txt")]
    for _ in range(count):
        groups = named if rng.random() < NAMED_SHARE else plain
        sentence = writer.write(rng.choice(_pick(rng, groups)))
        luck = rng.random()
        if luck < 0.10:
            sentence = sentence.plus(
                writer.write(rng.choice(_pick(rng, plain))), rng.choice([". ", ", ", " ", "\n", "! ", "? "])
            )
        elif luck < 0.18:
            sentence = writer.write(rng.choice(_pick(rng, plain))).plus(
                sentence, rng.choice([". ", ", ", " ", "\n", ". "])
            )
        yield noisy(sentence, rng)


def noisy(sentence: Sentence, rng: random.Random) -> Sentence:
    """A sentence in lower case, upper case or with a slip of the finger, as residents type."""
    text = sentence.text
    luck = rng.random()
    if luck < _LOWER:
        text = text.lower()
    elif luck < _LOWER + _UPPER:
        text = text.upper()
    elif luck < _LOWER + _UPPER + _TITLE:
        text = text.title()
    elif rng.random() < 0.6 and text[:1].islower():
        text = text[0].upper() + text[1:]
    if len(text) != len(sentence.text):
        text = sentence.text
    if rng.random() < 0.3 and not text.endswith((".", "?", "!")):
        return _slipped(Sentence(text + rng.choice([".", ".", "?", "!", " ."]), sentence.spans), rng)
    return _slipped(Sentence(text, sentence.spans), rng)


def _slipped(sentence: Sentence, rng: random.Random) -> Sentence:
    """Two letters swapped somewhere, which leaves every offset as it was."""
    text = sentence.text
    if rng.random() < _SLIP and len(text) > 12:
        at = rng.randrange(1, len(text) - 2)
        if text[at].isalpha() and text[at + 1].isalpha():
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return Sentence(text, sentence.spans)


def documents(nlp: Language, seed: int, count: int, *, held_out: bool = False) -> DocBin:
    """The sentences as tokenised documents with their entities; a span that cuts a token takes the whole token."""
    bin_ = DocBin()
    for sentence in sentences(seed, count, held_out=held_out):
        bin_.add(_document(nlp, sentence))
    return bin_


def _document(nlp: Language, sentence: Sentence) -> Doc:
    doc = nlp.make_doc(sentence.text)
    spans = [doc.char_span(start, end, label, alignment_mode="expand") for start, end, label in sentence.spans]
    kept: list[Span] = []
    for span in spans:
        if span is not None and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    doc.ents = tuple(kept)
    return doc


def _pick(rng: random.Random, groups: Sequence[tuple[float, list[str]]]) -> list[str]:
    return rng.choices([group for _, group in groups], [weight for weight, _ in groups])[0]


def _split(group: Sequence[str], held_out: bool) -> list[str]:
    return [pattern for at, pattern in enumerate(group) if (at % 10 == 7) == held_out] or list(group)


def _part(pool: Pool, held_out: bool) -> Pool:
    def mine(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for at, name in enumerate(names) if (at % 10 == 3) == held_out) or tuple(names)

    return Pool(pool.origin, mine(pool.first), mine(pool.last))
