"""Raw text in, safe text out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import cast

import regex
from presidio_analyzer import RecognizerResult

from redaction.engine import PresidioEngine, load_pipeline
from redaction.placeholders import Placeholders, parts_of
from redaction.published import PublishedContacts
from redaction.recognisers import all_recognisers
from redaction.recognisers.council_reference import CouncilReference
from redaction.redacted import _SEAL, Finding, Redacted, Redaction, RedactionFailed
from redaction.replies import is_refusal
from redaction.resolve import RecogniserHit, resolve
from redaction.text.labels import Label
from redaction.text.placeholders import break_up, find, spans
from redaction.text.view import View
from redaction.unfinished import begun, continued, goes_on
from redaction.views import as_read, despell

CHUNK = 2_500
"""Characters looked at in one go, so that the work grows in step with the message."""
OVERLAP = 150
SURROUNDINGS = 200
"""Characters on either side of something spelled out that are looked at together with it."""
AGAIN_SCORE = 0.5
SPLIT_SCORE = 0.6
_MOST_LEFT_OVER = 3


class Redactor:
    """Finds personal data and puts placeholders in its stead. Cheap to make; `warm_up` loads the pipeline."""

    def __init__(
        self,
        references: Sequence[CouncilReference] = (),
        published: frozenset[str] = frozenset(),
        today: Callable[[], date] = date.today,
    ) -> None:
        self._references = tuple(references)
        self._published = PublishedContacts(published)
        self._today = today
        self._engine: PresidioEngine | None = None

    def warm_up(self) -> None:
        """Load everything that the first message needs; later calls do nothing."""
        if self._engine is None:
            self._engine = PresidioEngine(all_recognisers(self._references, self._today), load_pipeline())

    def publish(self, values: frozenset[str]) -> None:
        """What the council publishes from now on, and nobody needs to hide."""
        self._published = PublishedContacts(values)

    def redact(
        self,
        raw: str,
        expecting: Label | None = None,
        placeholders: Placeholders | None = None,
        after: Label | None = None,
        ours: Collection[str] = (),
    ) -> Redaction:
        """The message with a placeholder for each piece of personal data, and with no other.

        What reads like a placeholder in `raw` is text that somebody typed, and is broken up. Placeholders of `Redacted`
        text stand, and so do those in `ours` that stand for a value of this conversation.
        `expecting` is what a form has just asked for: then the whole reply is personal. `after` is what the message
        before left `unfinished`: then the rest of that value is found at the start. Without `placeholders` a fresh
        numbering starts. `ours` are words of the writer's own that may stand, such as the case's reference, unless
        they are known as somebody's in this conversation. Raises RedactionFailed, which says nothing about the text,
        when anything fails.
        """
        try:
            return self._redact(raw, expecting, placeholders or Placeholders(), after, ours)
        except Exception:
            raise RedactionFailed("The message could not be redacted.") from None

    def _redact(
        self,
        raw: str,
        expecting: Label | None,
        placeholders: Placeholders,
        after: Label | None,
        ours: Collection[str],
    ) -> Redaction:
        written = _written(raw, placeholders, ours)
        for each in written:
            placeholders.reserve(each)
        raw = break_up(raw, written)
        mine = [each for each in ours if not any(placeholders.known_names(each))]
        standing = sorted([*spans(raw), *_standing(raw, mine)])
        if expecting and raw.strip() and not is_refusal(raw):
            return _write(raw, resolve(_outside([_whole(raw, expecting)], standing)), placeholders, None)
        folded = as_read(raw)
        spelled = despell(folded)
        hits = self._hits(raw, folded, spelled, placeholders)
        split, unfinished = _split(spelled, None if is_refusal(raw) else after)
        hits += [hit for hit in split if not self._published.holds(raw[hit.start : hit.end])]
        return _write(raw, resolve(_outside(hits, standing)), placeholders, unfinished)

    def _hits(self, raw: str, folded: View, spelled: View, placeholders: Placeholders) -> list[RecogniserHit]:
        self.warm_up()
        hits = self._search(folded, chunks(folded.text), entities=True)
        hits += self._search(spelled, around(spelled.text, spelled.edited), entities=False)
        hits = [hit for hit in hits if not self._published.holds(raw[hit.start : hit.end])]
        named = [raw[hit.start : hit.end] for hit in hits if hit.label == "PERSON"]
        again = [*placeholders.known_names(folded.text), *parts_of(named, folded.text)]
        return hits + [RecogniserHit(*folded.original(start, end), "PERSON", AGAIN_SCORE) for start, end in again]

    def _search(self, view: View, stretches: Iterable[tuple[int, int]], *, entities: bool) -> list[RecogniserHit]:
        if self._engine is None:
            raise RuntimeError("not warmed up")
        hits = []
        for start, end in stretches:
            for result in self._engine.find(view.text[start:end], entities=entities):
                hits.append(_hit(view, start, result))
        return hits


def _written(raw: str, placeholders: Placeholders, ours: Collection[str]) -> frozenset[str]:
    """The placeholders in a text that a redactor wrote; whatever else reads like one was typed."""
    found = map(str, find(raw))
    if isinstance(raw, Redacted):
        return frozenset(found)
    return frozenset(each for each in found if each in ours and each in placeholders)


def _standing(raw: str, ours: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where whole words of our own stand."""
    for each in ours:
        yield from (found.span() for found in regex.finditer(rf"(?<!\w){regex.escape(each)}(?!\w)", raw))


def chunks(text: str) -> list[tuple[int, int]]:
    """Stretches of at most CHUNK characters that overlap by OVERLAP, cut at spaces where there are any."""
    found = []
    start = 0
    while True:
        end = min(len(text), start + CHUNK)
        if end < len(text):
            space = text.rfind(" ", end - OVERLAP // 2, end)
            end = space if space > 0 else end
        found.append((start, end))
        if end >= len(text):
            return found
        back = text.find(" ", end - OVERLAP, end)
        start = back if back > 0 else end - OVERLAP


def around(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches that hold each place with its surroundings, cut at spaces, none much longer than CHUNK."""
    found: list[tuple[int, int]] = []
    for place in places:
        first, last = max(0, place - 2 * SURROUNDINGS), min(len(text), place + 2 * SURROUNDINGS)
        start = max(first, text.rfind(" ", first, max(first, place - SURROUNDINGS)) + 1)
        end = text.find(" ", place + SURROUNDINGS, last)
        end = last if end < 0 else end
        if found and start <= found[-1][1] and end - found[-1][0] <= CHUNK:
            found[-1] = (found[-1][0], end)
        elif not found or end > found[-1][1]:
            found.append((start, end))
    return found


def _hit(view: View, offset: int, result: RecognizerResult) -> RecogniserHit:
    """A result on a view as a hit on the original; a spelled-out run is taken whole when little of it is left."""
    start, end = result.start + offset, result.end + offset
    for first, last in view.runs:
        if first <= start and end <= last and (last - first) - (end - start) <= _MOST_LEFT_OVER:
            start, end = first, last
    return RecogniserHit(*view.original(start, end), cast(Label, result.entity_type), result.score)


def _whole(raw: str, label: Label) -> RecogniserHit:
    start = len(raw) - len(raw.lstrip())
    return RecogniserHit(start, len(raw.rstrip()), label, 1.0)


def _outside(hits: Iterable[RecogniserHit], standing: Sequence[tuple[int, int]]) -> Iterable[RecogniserHit]:
    """The hits with everything that stands cut out of them."""
    for hit in hits:
        at = hit.start
        for start, end in [*standing, (hit.end, hit.end)]:
            if (start >= hit.end and start != hit.end) or (end <= at and start != hit.end):
                continue
            if start > at:
                yield RecogniserHit(at, min(start, hit.end), hit.label, hit.score)
            at = max(at, end)


def _split(view: View, after: Label | None) -> tuple[list[RecogniserHit], Label | None]:
    """What the message finishes of the one before, and what it leaves for the next."""
    found: list[RecogniserHit] = []
    rest = continued(view.text, after) if after else None
    if after and rest:
        found.append(RecogniserHit(*view.original(*rest), after, SPLIT_SCORE))
        if goes_on(view.text, after, rest):
            return found, after
        return found, None
    start = begun(view.text)
    if start is None:
        return found, None
    if start.end > start.start:
        found.append(RecogniserHit(*view.original(start.start, start.end), start.label, SPLIT_SCORE))
    return found, start.label


def _write(raw: str, hits: Sequence[RecogniserHit], placeholders: Placeholders, unfinished: Label | None) -> Redaction:
    pieces: list[str] = []
    findings: list[Finding] = []
    at = 0
    for hit in hits:
        value = raw[hit.start : hit.end]
        if not any(map(str.isalnum, value)) and hit.score < 1.0:
            continue
        start = hit.start + len(value) - len(value.lstrip())
        end = hit.start + len(value.rstrip())
        placeholder = placeholders.of(hit.label, raw[start:end])
        findings.append(Finding(start, end, hit.label, hit.score, placeholder))
        pieces += [raw[at:start], placeholder]
        at = end
    return Redaction(Redacted("".join([*pieces, raw[at:]]), _SEAL), tuple(findings), unfinished)
