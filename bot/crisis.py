"""The crisis gate: recognises risk to life and safety in raw text, in memory, before anything else.

Two witnesses, and either is enough: word rules, which need no model, and meaning, which compares each sentence
with curated examples. When several kinds speak, the first in crisis.yml is shown. Nothing of the text is kept or logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.crisis_config import PLACEHOLDER, CrisisConfig, Kind, KindOfCrisis, Nation, Number, load
from bot.crisis_meaning import Encodes, Meaning
from bot.crisis_text import Spelling, sentences_of
from bot.crisis_words import Part, Rule, Sentence, parse, words_in
from bot.turn import Card, CardLine

__all__ = ["Crisis", "load"]

MOST_SENTENCES = 120  # the rest of a longer message is read as one sentence
LONG = 26  # words; a longer sentence is also compared in pieces
PIECE, STEP = 16, 11  # words in a piece, and from one to the next

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Words:
    """The rules of one kind, ready to match."""

    certain: tuple[Rule, ...]
    likely: tuple[Rule, ...]
    cue: Part


class Crisis:
    """Screens raw text for twelve kinds of crisis.

    `numbers` fills the placeholders of crisis.yml with the council's own phone numbers; `nation` chooses the
    helplines. Raises ValueError when a placeholder has no number, or a rule cannot be read.
    """

    def __init__(
        self, encoder: Encodes, config: CrisisConfig, numbers: Mapping[str, str], nation: Nation = "england"
    ) -> None:
        self._kinds: dict[Kind, KindOfCrisis] = dict(config.kinds)
        self._cards = {kind: _card(kind, each, config, numbers, nation) for kind, each in config.kinds.items()}
        self._words = {kind: _words(each, config) for kind, each in config.kinds.items()}
        self._guards = tuple(parse(guard, config.groups) for guard in config.guards)
        self._harmless = tuple(parse(saying, config.groups).parts[0] for saying in config.harmless)
        self._spelling = _spelling(config)
        self._meaning = Meaning(encoder, config.examples)

    def warm_up(self) -> None:
        """Encode the curated examples; without it, the first message does."""
        self._meaning.warm_up()

    def screen(self, raw: str) -> Card | None:
        """The card to show at once, or None. Never raises because of the model: the words work without it."""
        sentences = [Sentence.of(self._without_sayings(text)) for text in _few(self._spelling.sentences(raw))]
        if not sentences:
            return None
        kind = self._by_words(sentences) or self._by_meaning(raw, sentences)
        return self._cards[kind] if kind else None

    def _by_words(self, sentences: Sequence[Sentence]) -> Kind | None:
        unguarded = [each for each in sentences if not self._guarded(each)]
        for kind, words in self._words.items():
            if any(rule.holds(sentences) for rule in words.certain):
                return kind
            if unguarded and any(rule.holds(unguarded) for rule in words.likely):
                return kind
        return None

    def _by_meaning(self, raw: str, sentences: Sequence[Sentence]) -> Kind | None:
        try:
            return self._nearest_kind(raw)
        except Exception as error:  # the model may fail in any way; the words have already been read
            log.error("crisis_meaning_failed", error=type(error).__name__)
            return None

    def _nearest_kind(self, raw: str) -> Kind | None:
        texts = list(dict.fromkeys([raw, *_pieces(raw)]))
        plain = [Sentence.of(self._without_sayings(" ".join(self._spelling.sentences(text)))) for text in texts]
        open_to = [bool(each.text.strip()) and not self._guarded(each) for each in plain]
        leads = self._meaning.leads(texts)
        best: tuple[float, Kind] | None = None
        for kind, settings in self._kinds.items():
            cue = self._words[kind].cue
            for place, sentence in enumerate(plain):
                if not open_to[place]:
                    continue
                needed = settings.with_cue if cue.found_in(sentence) else settings.alone
                over = float(leads[kind][place]) - needed
                if over >= 0 and (best is None or over > best[0]):
                    best = (over, kind)
        return best[1] if best else None

    def _guarded(self, sentence: Sentence) -> bool:
        return any(guard.holds([sentence]) for guard in self._guards)

    def _without_sayings(self, text: str) -> str:
        sentence = Sentence.of(text)
        for saying in self._harmless:
            if saying.found_in(sentence):
                text = saying.pattern.sub(" etc", text)
        return text


def _pieces(raw: str) -> Iterator[str]:
    """What is compared besides the whole message: its sentences, and long ones in overlapping pieces."""
    sentences = _few(sentences_of(raw))
    for sentence in sentences:
        if len(sentences) > 1:
            yield sentence
        words = sentence.split()
        if len(words) > LONG:
            for start in range(0, len(words) - PIECE + STEP, STEP):
                yield " ".join(words[start : start + PIECE])


def _few(sentences: list[str]) -> list[str]:
    """The sentences, each once, with the tail of a very long message as one."""
    once = list(dict.fromkeys(sentences))
    return once if len(once) <= MOST_SENTENCES else [*once[:MOST_SENTENCES], " ".join(once[MOST_SENTENCES:])]


def _words(each: KindOfCrisis, config: CrisisConfig) -> _Words:
    certain = tuple(parse(rule, config.groups) for rule in each.certain)
    likely = tuple(parse(rule, config.groups) for rule in each.words)
    return _Words(certain, likely, parse("|".join(each.cue), config.groups).parts[0])


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
    return Spelling(config.same, vocabulary, {*config.honest, *honest})


def _card(kind: Kind, each: KindOfCrisis, config: CrisisConfig, numbers: Mapping[str, str], nation: Nation) -> Card:
    advice = tuple(CardLine(text) for text in each.advice)
    help_lines = (config.numbers[name] for name in each.numbers)
    lines = tuple(_line(number, numbers) for number in help_lines if nation in number.nations)
    return Card(kind, each.title, each.team, advice + lines, each.leave_page)


def _line(number: Number, numbers: Mapping[str, str]) -> CardLine:
    phone = PLACEHOLDER.sub(lambda found: _own(found[1], numbers), number.phone) if number.phone else None
    return CardLine(number.text, phone, number.url, f"{number.hours} ({_where(number)})")


def _own(name: str, numbers: Mapping[str, str]) -> str:
    if name not in numbers:
        raise ValueError(f"crisis.yml asks for the council's number {name!r}, which was not given")
    return numbers[name]


def _where(number: Number) -> str:
    names = [nation.replace("_", " ").title() for nation in number.nations]
    return "UK" if len(names) == 4 else names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
