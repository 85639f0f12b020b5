from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.pack.page import Page
from knowledge.search.encoder import Encoder, Vectors
from knowledge.search.index import IndexMismatch, build_index, load_index
from knowledge.search.index_generations import Generations

MakePage = Callable[..., Page]


class CountingEncoder(Encoder):
    """The real encoder, which also says which texts it was asked for."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._encoder.encode(texts)


@pytest.fixture
def pages(make_page: MakePage) -> tuple[Page, ...]:
    bins = make_page(
        "## Cost\n\nIt is free.", summary="We empty bins.", synonyms=("dustbin", "trash"), questions=("not emptied",)
    )
    return bins, make_page("Pay by card.", id="tax", service="tax", title="Pay council tax")


def names(folder: Path) -> set[str]:
    """The generations in a folder."""
    return {path.name for path in folder.iterdir()} - {"current", "lock"}


def test_an_index_comes_back_as_it_was_built(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    built = build_index(pages, encoder, tmp_path)
    loaded = load_index(tmp_path, encoder)
    assert loaded.pages == built.pages == pages
    assert loaded.passages == built.passages
    assert loaded.digest == built.digest
    vector = encoder.encode(["rubbish"])[0]
    assert np.array_equal(loaded.cosines(vector), built.cosines(vector))


def test_passages_are_encoded_under_their_headings_and_names_alone(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path
) -> None:
    counting = CountingEncoder(encoder)
    index = build_index(pages, counting, tmp_path)
    texts = [text for text in counting.asked if text]
    assert texts == [
        "Bins. We empty bins.",
        "Bins. Cost. It is free.",
        "Pay council tax. Pay by card.",
        "dustbin",
        "trash",
        "not emptied",
    ]
    assert index.owners.tolist() == [0, 0, 1, 0, 0, 0]
    expected = encoder.encode(texts) @ encoder.encode(["rubbish"])[0]
    assert np.allclose(index.cosines(encoder.encode(["rubbish"])[0]), expected, atol=1e-5)


def test_the_same_pages_give_the_same_generation(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    assert build_index(pages, encoder, tmp_path).digest == build_index(pages, encoder, tmp_path).digest
    assert len(names(tmp_path)) == 1


def test_only_changed_passages_are_encoded_again(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    build_index(pages, encoder, tmp_path)
    counting = CountingEncoder(encoder)
    build_index([replace(pages[0], body="## Cost\n\nIt costs £5."), pages[1]], counting, tmp_path)
    assert [text for text in counting.asked if text] == ["Bins. Cost. It costs £5."]


def test_two_generations_are_kept(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    built = [build_index([replace(pages[0], title=f"Bins {n}")], encoder, tmp_path).digest for n in range(4)]
    assert names(tmp_path) == set(built[-2:])


def test_builders_of_one_folder_wait_for_each_other(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = [[replace(pages[0], title=f"Bins {n}")] for n in range(8)]
        built = list(pool.map(lambda version: build_index(version, encoder, tmp_path), versions))
    assert [index.pages[0].title for index in built] == [f"Bins {n}" for n in range(8)]
    assert load_index(tmp_path).digest in {index.digest for index in built}
    assert len(names(tmp_path)) == 2


def test_an_index_of_mapped_files_is_the_same(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build_index(pages, encoder, tmp_path)
    monkeypatch.setattr("knowledge.search.index_generations.MAPPED_FROM", 1)
    mapped = load_index(tmp_path, encoder)
    assert not isinstance(mapped.pages, tuple)
    assert tuple(mapped.pages) == pages
    assert tuple(mapped.passages) == built.passages
    vector = encoder.encode(["rubbish"])[0]
    assert np.array_equal(mapped.cosines(vector), built.cosines(vector))
    assert np.array_equal(mapped.lexicon.score("rubbish bins"), built.lexicon.score("rubbish bins"))
    changed = build_index([replace(pages[0], title="Waste"), pages[1]], encoder, tmp_path)
    assert tuple(mapped.pages) == pages  # a generation that is read stays good when the next one comes
    assert changed.pages[0].title == "Waste"


def test_there_is_no_index_before_the_first_build(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatch, match="no index yet"):
        load_index(tmp_path)


@pytest.mark.parametrize("file", ["passages.faiss", "passages.jsonl", "pages.jsonl", "wordings.jsonl"])
def test_a_damaged_file_is_refused_and_built_again(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path, file: str
) -> None:
    index = build_index(pages, encoder, tmp_path)
    damaged = tmp_path / index.digest / file
    damaged.write_bytes(damaged.read_bytes()[:-3] + b"abc")
    with pytest.raises(IndexMismatch, match="has changed"):
        load_index(tmp_path)
    build_index(pages, encoder, tmp_path)
    assert load_index(tmp_path, encoder).pages == pages


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"format": 99, "encoder": "", "files": {}}', "nonsense"])
def test_a_manifest_that_says_nothing_is_refused(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path, manifest: str
) -> None:
    index = build_index(pages, encoder, tmp_path)
    (tmp_path / index.digest / "manifest.json").write_text(manifest)
    with pytest.raises(IndexMismatch):
        load_index(tmp_path)


def test_another_encoder_is_refused(pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path) -> None:
    class Other(CountingEncoder):
        @property
        def digest(self) -> str:
            return "another"

    build_index(pages, encoder, tmp_path)
    with pytest.raises(IndexMismatch, match="another encoder"):
        load_index(tmp_path, Other(encoder))


@pytest.mark.parametrize("step", ["write", "switch_to"])
def test_a_crash_while_building_leaves_the_old_index_whole(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old = build_index(pages, encoder, tmp_path)

    def crash(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr("knowledge.search.index_generations.write_to_disk" if step == "write" else "os.fsync", crash)
    with pytest.raises(OSError, match="the power went"):
        build_index(pages[:1], encoder, tmp_path)
    monkeypatch.undo()
    assert load_index(tmp_path, encoder).digest == old.digest
    assert build_index(pages[:1], encoder, tmp_path).pages == pages[:1]


def test_a_crash_between_writing_and_switching_leaves_the_old_index_current(
    pages: tuple[Page, ...], encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build_index(pages, encoder, tmp_path)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Generations, "switch_to", crash)
    with pytest.raises(KeyboardInterrupt):
        build_index(pages[:1], encoder, tmp_path)
    assert load_index(tmp_path, encoder).digest == old.digest


def test_an_index_needs_a_page(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one page"):
        build_index([], encoder, tmp_path)
