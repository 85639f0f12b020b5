"""The crisis gate: recognises risk to life and safety in raw text, in memory, before anything else.

Two witnesses, and either is enough: word rules, which need no model, and meaning, which compares each sentence
with curated examples. Both read the text folded (`redaction.text.fold`). Where several kinds are told of, their order
in crisis.yml and the meaning decide. Nothing of the text is kept or logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import structlog

from bot.crisis.card import make_card
from bot.crisis.config import CrisisConfig, CrisisKind, CrisisKindRules, load
from bot.crisis.meaning import Meaning
from bot.crisis.numbers import CrisisNumbers
from bot.crisis.spelling import Spelling, sentences_of
from bot.crisis.word_rules import Rule, Rulebook, Sentence, parse, stems_in, words_in
from bot.ports import Encodes
from bot.turn import Card
from knowledge.pack.calendar import Nation
from knowledge.search.encoder import Vectors
from redaction.text.fold import unaccented

__all__ = ["Crisis", "load"]

MOST_SENTENCES = 120  # the rest of a longer message is read as one sentence
SHORTEST = 4  # words of a part that is compared by itself: "please help" has no meaning of its own
LONG = 32  # words; a longer sentence is also compared in pieces
PIECE, STEP = 16, 11  # words in a piece, and from one to the next
OUT_OF_CONTEXT = 0.05  # how much more a part of a message must reach than the whole
EARLIER = 0.03  # how much nearer a later kind must be than the first that was found

log = structlog.get_logger(__name__)


class Crisis:
    """Screens raw text for twelve kinds of crisis.

    `numbers` fills the placeholders of crisis.yml with the council's own phone numbers; `nation` chooses the
    helplines; `example_encoder` may keep the vectors of the curated examples. Raises ValueError when a placeholder
    has no number, or a rule cannot be read.
    """

    def __init__(
        self,
        encoder: Encodes,
        config: CrisisConfig,
        numbers: Mapping[str, str],
        nation: Nation = "england",
        example_encoder: Encodes | None = None,
    ) -> None:
        self.numbers = CrisisNumbers(config, numbers, nation)
        self._kinds: dict[CrisisKind, CrisisKindRules] = dict(config.kinds)
        self.cards: dict[CrisisKind, Card] = {
            kind: make_card(kind, each, config, numbers, nation) for kind, each in config.kinds.items()
        }
        self._certain = Rulebook(_rules(config, {kind: each.certain for kind, each in config.kinds.items()}))
        self._likely = Rulebook(_rules(config, {kind: each.words for kind, each in config.kinds.items()}))
        self._guards = Rulebook(_rules(config, {"guard": config.guards}))
        self._cues = {kind: parse("|".join(each.cue), config.groups).parts[0] for kind, each in config.kinds.items()}
        self._harmless = tuple(parse(saying, config.groups).parts[0] for saying in config.harmless)
        self._spelling = _spelling(config)
        self._first = next(iter(self._kinds))
        self._meaning = Meaning(encoder, config.examples, example_encoder)

    def warm_up(self) -> None:
        """Encode the curated examples; without it, the first message does."""
        self._meaning.warm_up()

    def plain(self, raw: str) -> list[str]:
        """The sentences of `raw` as the rules read them."""
        return self._spelling.sentences(raw)

    def screen(self, raw: str) -> Card | None:
        """The card to show at once, or None. Never raises because of the model: the words work without it."""
        text = unaccented(raw)
        sentences = [self._sentence(plain) for plain in _few(self._spelling.sentences(text))]
        if not sentences:
            return None
        found = self._by_words(sentences)
        kind = self._foremost(found, text) if found else self._by_meaning(text)
        return self.cards[kind] if kind else None

    def _by_words(self, sentences: Sequence[Sentence]) -> list[tuple[CrisisKind, bool]]:
        """Each kind whose rules hold, in order, and whether a certain rule was among them."""
        certain = self._certain.holding(sentences)
        unguarded = [each for each in sentences if not self._guarded(each)]
        likely = self._likely.holding(unguarded) if unguarded else set()
        return [(kind, kind in certain) for kind in self._kinds if kind in certain or kind in likely]

    def _foremost(self, found: Sequence[tuple[CrisisKind, bool]], text: str) -> CrisisKind:
        """Of several kinds, the nearest in meaning; but the first of all when that is certain, or the model fails."""
        first, certain = found[0]
        if len(found) == 1 or (certain and self._first == first):
            return first
        leads = self._leads(list(dict.fromkeys([text, *_pieces(text)])))
        if leads is None:
            return first
        return max((kind for kind, _ in found), key=lambda kind: float(leads[kind].max()) + EARLIER * (kind == first))

    def _by_meaning(self, text: str) -> CrisisKind | None:
        """The kind that is furthest over what it must reach, in the whole message or a part without a guard."""
        texts = list(dict.fromkeys([text, *_pieces(text)]))
        plain = [self._sentence(" ".join(self._spelling.sentences(each))) for each in texts]
        leads = self._leads(texts)
        if leads is None:
            return None
        best, over_best = None, 0.0
        for place, sentence in enumerate(plain):
            if not sentence.text.strip() or self._guarded(sentence):
                continue
            for kind, settings in self._kinds.items():
                cued = self._cues[kind].found_in(sentence)
                over = (
                    float(leads[kind][place])
                    - OUT_OF_CONTEXT * bool(place)
                    - (settings.with_cue if cued else settings.alone)
                )
                if over > over_best:
                    best, over_best = kind, over
        return best

    def _leads(self, texts: Sequence[str]) -> dict[str, Vectors] | None:
        """What the meaning says of each text, or None when the model fails: the words have been read already."""
        try:
            return self._meaning.leads(texts)
        except Exception as error:  # a model may fail in any way, and help must still be shown
            log.error("crisis_meaning_failed", error=type(error).__name__)
            return None

    def _guarded(self, sentence: Sentence) -> bool:
        return bool(self._guards.holding([sentence]))

    def _sentence(self, plain: str) -> Sentence:
        """A plain sentence without harmless sayings, ready to match."""
        sentence = Sentence.of(plain)
        for saying in self._harmless:
            if saying.found_in(sentence):
                plain = saying.pattern.sub(" etc", plain)
        return Sentence.of(plain)


def _pieces(text: str) -> Iterator[str]:
    """The pieces of a message that are compared besides the whole: its sentences, long ones in overlapping parts."""
    sentences = _few(sentences_of(text))
    for sentence in sentences:
        words = sentence.split()
        if len(sentences) > 1 and len(words) >= SHORTEST:
            yield sentence
        if len(words) > LONG:
            for start in range(0, len(words) - PIECE + STEP, STEP):
                yield " ".join(words[start : start + PIECE])


def _few(sentences: list[str]) -> list[str]:
    """The sentences, each once, with the tail of a very long message as one."""
    once = list(dict.fromkeys(sentences))
    return once if len(once) <= MOST_SENTENCES else [*once[:MOST_SENTENCES], " ".join(once[MOST_SENTENCES:])]


def _rules(config: CrisisConfig, written: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Rule]]:
    for label, rules in written.items():
        for rule in rules:
            yield label, parse(rule, config.groups)


def _spelling(config: CrisisConfig) -> Spelling:
    rules = [rule for each in config.kinds.values() for rule in (*each.certain, *each.words)]
    entries = [
        *rules,
        *config.harmless,
        *config.guards,
        *(word for group in config.groups.values() for word in group),
    ]
    vocabulary = set().union(*(words_in(entry) for entry in entries))
    honest = {word for told in config.examples.ordinary.values() for text in told for word in words_in(text.lower())}
    stems = set().union(*(stems_in(entry) for entry in entries))
    return Spelling(config.same, vocabulary, {*config.honest, *honest}, stems)
