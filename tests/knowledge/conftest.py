"""The real encoder and the real Northbridge index, made once; and a tiny pack that a test may break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.pack.load import CouncilPack, load_pack
from knowledge.pack.page import Page
from knowledge.search.encoder import Encoder
from knowledge.search.index import Index, build_index
from knowledge.search.search import Searcher
from tests.support.knowledge.small_pack import FILES

ROOT = Path(__file__).parents[2]
NORTHBRIDGE = ROOT / "knowledge" / "councils" / "northbridge"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    encoder = Encoder(threads=1, graphs=ROOT / "var" / "graphs")
    encoder.warm_up()
    return encoder


@pytest.fixture(scope="session")
def northbridge() -> CouncilPack:
    return load_pack(NORTHBRIDGE)


@pytest.fixture(scope="session")
def northbridge_index(northbridge: CouncilPack, encoder: Encoder, pytestconfig: pytest.Config) -> Index:
    """Built by every run into pytest's cache: only what changed since the last run is encoded."""
    return build_index(northbridge.pages, encoder, pytestconfig.cache.mkdir("northbridge-index"))


@pytest.fixture(scope="session")
def searcher(northbridge_index: Index, encoder: Encoder) -> Searcher:
    searcher = Searcher(northbridge_index, encoder)
    searcher.warm_up()
    return searcher


@pytest.fixture
def make_pack(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes the tiny pack with some files changed, and returns its folder."""

    def make(changed: dict[str, str]) -> Path:
        for name, text in {**FILES, **changed}.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def make_page() -> Callable[..., Page]:
    """Makes a page with a body; any field may be given."""

    def make(body: str = "", **fields: object) -> Page:
        values: dict[str, object] = {
            "id": "bins", "service": "bins", "title": "Bins", "summary": "", "url": "/services/bins",
            "team": "waste", "reviewed_on": None, "actions": (), "synonyms": (), "body": body,
        }  # fmt: skip
        return Page(**{**values, **fields})  # type: ignore[arg-type]

    return make
