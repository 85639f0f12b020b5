"""The passage index: pages, their passages and their vectors, in files that are swapped in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.encoder import Encoder, Vectors
from knowledge.generations import Generation, Generations, IndexMismatch
from knowledge.page import Page, Passage
from knowledge.records import from_lines, page_from_record, page_to_record, passage_from_record, to_lines
from knowledge.split import split
from knowledge.wording import plain

__all__ = ["Index", "IndexMismatch", "build_index", "load_index"]

PAGES, PASSAGES, WORDINGS, VECTORS = "pages.jsonl", "passages.jsonl", "wordings.jsonl", "passages.faiss"


@dataclass(frozen=True, slots=True)
class Index:
    """Pages, their passages, and a vector for each passage, then one for each synonym.

    `owners[i]` is the place in `pages` of the page that vector i belongs to. The first `len(passages)`
    vectors are those of the passages, in order.
    """

    digest: str
    encoder_digest: str
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    owners: NDArray[np.int64]
    vectors: faiss.Index

    def cosines(self, vector: Vectors) -> NDArray[np.float32]:
        """The cosine of one vector with every vector of the index, in their order."""
        found, rows = self.vectors.search(vector.reshape(1, -1), len(self.owners))
        cosines = np.empty(len(self.owners), dtype=np.float32)
        cosines[rows[0]] = found[0]
        return cosines


def build_index(pages: Sequence[Page], encoder: Encoder, folder: Path) -> Index:
    """Build, switch to and return an index of `pages`; a crash at any moment leaves the old one whole.

    A text that the current index already holds keeps its vector: a changed page costs only its own passages.
    """
    if not pages:
        raise ValueError("An index needs at least one page.")
    passages = [passage for page in pages for passage in split(page)]
    texts, owners = zip(*_wordings(pages, passages), strict=True)
    content = {
        PAGES: to_lines(page_to_record(page) for page in pages),
        PASSAGES: to_lines(asdict(passage) for passage in passages),
        WORDINGS: to_lines({"text": text, "page": page} for text, page in zip(texts, owners, strict=True)),
    }
    generations = Generations(folder)
    name = generations.name_of(content, encoder.digest)
    with generations.alone():
        if not generations.holds(name):
            vectors = faiss.IndexFlatIP(encoder.dimension)
            vectors.add(_vectors(texts, encoder, generations))
            content[VECTORS] = faiss.serialize_index(vectors).tobytes()
            generations.write(name, content, encoder.digest)
        generations.switch_to(name)
        return load_index(folder, encoder)


def load_index(folder: Path, encoder: Encoder | None = None) -> Index:
    """The current index of a folder.

    Raises IndexMismatch when there is none, when a file is not the one in the manifest, or when another
    encoder than `encoder` made its vectors.
    """
    found = Generations(folder).current()
    if encoder is not None:
        check_encoder(found.encoder_digest, encoder)
    return Index(
        digest=found.name,
        encoder_digest=found.encoder_digest,
        pages=tuple(page_from_record(record) for record in from_lines(found.files[PAGES])),
        passages=tuple(passage_from_record(record) for record in from_lines(found.files[PASSAGES])),
        owners=np.array([record["page"] for record in from_lines(found.files[WORDINGS])], dtype=np.int64),
        vectors=faiss.deserialize_index(np.frombuffer(found.files[VECTORS], dtype=np.uint8)),
    )


def check_encoder(made_by: str, encoder: Encoder) -> None:
    """Raise IndexMismatch unless an encoder with the digest `made_by` gives the same vectors as `encoder`."""
    if made_by != encoder.digest:
        raise IndexMismatch(f"The index was made by another encoder than {encoder.model}. Build it again.")


def _wordings(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[tuple[str, int]]:
    """What is encoded, and its page's place: each passage under its headings, then each synonym by itself."""
    place = {page.id: number for number, page in enumerate(pages)}
    for passage in passages:
        yield ". ".join([*passage.headings, plain(passage.text)]), place[passage.page_id]
    for number, page in enumerate(pages):
        yield from ((synonym, number) for synonym in page.synonyms)


def _vectors(texts: Sequence[str], encoder: Encoder, generations: Generations) -> Vectors:
    """A vector a text: taken from the current index where it has the text, encoded where it has not."""
    known: dict[str, Vectors] = {}
    try:
        old: Generation | None = generations.current()
    except IndexMismatch:
        old = None
    if old is not None and old.encoder_digest == encoder.digest:
        vectors = faiss.deserialize_index(np.frombuffer(old.files[VECTORS], dtype=np.uint8))
        old_texts = [record["text"] for record in from_lines(old.files[WORDINGS])]
        known = dict(zip(old_texts, vectors.reconstruct_n(0, vectors.ntotal), strict=True))
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    known |= dict(zip(missing, encoder.encode(missing), strict=True))
    return np.stack([known[text] for text in texts])
