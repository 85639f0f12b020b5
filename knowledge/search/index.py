"""The passage index: pages, their passages and their vectors, in files that are swapped in one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.answer.split import split
from knowledge.answer.wording import plain
from knowledge.pack.page import Page, Passage
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index_generations import Content, Generation, Generations, IndexMismatch
from knowledge.search.lexical import TITLE_WEIGHT, Lexicon
from knowledge.search.nearest import Nearest, Rows
from knowledge.search.postings import Postings
from knowledge.search.records import (
    from_lines,
    page_from_record,
    page_to_record,
    passage_from_record,
    records,
    to_lines,
)

__all__ = ["Index", "IndexMismatch", "build_index", "load_index", "write_index"]

PAGES, PASSAGES, WORDINGS, VECTORS = "pages.jsonl", "passages.jsonl", "wordings.jsonl", "passages.faiss"
OWNERS, SERVICES, LETTERS = "owners.bin", "services.txt", "letters-"


@dataclass(frozen=True)
class Index:
    """Pages, their passages, and a vector for each passage, then one for each name: a synonym or a question.

    `owners[i]` is the place in `pages` of the page that vector i belongs to. The first `len(passages)`
    vectors are those of the passages, in order; both parts go through the pages in order.
    """

    digest: str
    encoder_digest: str
    pages: Sequence[Page]
    passages: Sequence[Passage]
    owners: Rows
    vectors: Nearest
    lexicon: Lexicon
    services: tuple[str, ...]

    @cached_property
    def passage_starts(self) -> Rows:
        """Page p has the passages (and vectors) from `passage_starts[p]` up to `passage_starts[p + 1]`."""
        return np.searchsorted(self.owners[: len(self.passages)], np.arange(len(self.pages) + 1))

    @cached_property
    def synonym_starts(self) -> Rows:
        """Where the vectors of each page's names, synonyms and questions begin: shape (pages + 1,)."""
        count = len(self.passages)
        return count + np.searchsorted(self.owners[count:], np.arange(len(self.pages) + 1))

    @cached_property
    def places_of(self) -> Mapping[str, NDArray[np.int64]]:
        """The places of the pages of each service."""
        places: dict[str, list[int]] = {}
        for place, service in enumerate(self.services):
            places.setdefault(service, []).append(place)
        return {service: np.array(found) for service, found in places.items()}

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosine of one vector with every vector of the index, in their order."""
        return self.vectors.cosines(vector)


def build_index(pages: Sequence[Page], encoder: Encoder, folder: Path) -> Index:
    """Build, switch to and return an index of `pages`; a crash at any moment leaves the old one whole.

    A text that the current index already holds keeps its vector: a changed page costs only its own passages.
    """
    if not pages:
        raise ValueError("An index needs at least one page.")
    return write_index(pages, [passage for page in pages for passage in split(page)], encoder, folder)


def write_index(pages: Sequence[Page], passages: Sequence[Passage], encoder: Encoder, folder: Path) -> Index:
    """Writes an index of pages that are split already; `passages` go through the pages in order."""
    texts, owners = zip(*_wordings(pages, passages), strict=True)
    content: dict[str, Content] = {
        PAGES: to_lines(page_to_record(page) for page in pages),
        PASSAGES: to_lines(asdict(passage) for passage in passages),
        WORDINGS: to_lines({"text": text} for text in texts),
        OWNERS: np.array(owners, dtype="<i8").tobytes(),
        SERVICES: "".join(f"{page.service}\n" for page in pages).encode(),
    }
    generations = Generations(folder)
    name = generations.name_of(content, encoder.digest)
    with generations.alone():
        if not generations.holds(name):
            content[VECTORS] = Nearest.of(_vectors(texts, encoder, generations)).save()
            letters = Lexicon.of(pages).postings.save()
            content |= {f"{LETTERS}{part}": found for part, found in letters.items()}
            generations.write(name, content, encoder.digest)
        generations.switch_to(name)
        content.clear()
        return load_index(folder, encoder)


def load_index(folder: Path, encoder: Encoder | None = None) -> Index:
    """The current index of a folder. Large files are not read but mapped, and their pages made when asked for.

    Raises IndexMismatch when there is none, when a file is not the one in the manifest, or when another
    encoder than `encoder` made its vectors.
    """
    found = Generations(folder).current()
    if encoder is not None:
        check_encoder(found.encoder_digest, encoder)
    files = found.files
    letters = {name.removeprefix(LETTERS): files[name] for name in files if name.startswith(LETTERS)}
    return Index(
        digest=found.name,
        encoder_digest=found.encoder_digest,
        pages=records(files[PAGES], page_from_record),
        passages=records(files[PASSAGES], passage_from_record),
        owners=np.frombuffer(files[OWNERS], dtype="<i8"),
        vectors=_stored_vectors(found),
        lexicon=Lexicon(Postings.load(letters), TITLE_WEIGHT),
        services=tuple(str(files[SERVICES], "utf-8").split("\n")[:-1]),
    )


def check_encoder(made_by: str, encoder: Encoder) -> None:
    """Raise IndexMismatch unless an encoder with the digest `made_by` gives the same vectors as `encoder`."""
    if made_by != encoder.digest:
        raise IndexMismatch(f"The index was made by another encoder than {encoder.model}. Build it again.")


def _wordings(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    """The texts to encode, each with its page's place: every passage under its headings, then every name by itself."""
    place = {page.id: number for number, page in enumerate(pages)}
    for passage in passages:
        yield ". ".join([*passage.headings, plain(passage.text)]), place[passage.page_id]
    for number, page in enumerate(pages):
        yield from ((name, number) for name in page.names)


def _vectors(texts: Sequence[str], encoder: Encoder, generations: Generations) -> Vectors:
    """A vector a text: taken from the current index where it has the text, encoded where it has not."""
    known: dict[str, int] = {}
    vectors = np.empty((0, encoder.dimension), dtype=np.float32)
    try:
        old: Generation | None = generations.current()
    except IndexMismatch:
        old = None
    if old is not None and old.encoder_digest == encoder.digest:
        vectors = _stored_vectors(old).vectors()
        known = {record["text"]: row for row, record in enumerate(from_lines(old.files[WORDINGS]))}
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    known |= {text: len(vectors) + row for row, text in enumerate(missing)}
    both = np.concatenate([vectors, encoder.encode(missing)])
    return np.asarray(both[[known[text] for text in texts]], dtype=np.float32)


def _stored_vectors(generation: Generation) -> Nearest:
    return Nearest.load(generation.folder / VECTORS, generation.files[VECTORS])
