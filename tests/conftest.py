"""Real parts for every test: PostgreSQL, the trained model, the encoder, a served site. Loaded once a run."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from api.db.embedded import EmbeddedPostgres
from api.db.migrate import migrate
from api.kernel.logs import configure
from api.settings import Settings
from tests.support.golden_figures.figure import Figure, faults_of, write

if TYPE_CHECKING:  # the mind takes ten seconds to import: tests that need none of it do not wait
    from api.assistant import Assistant
    from api.parts import Parts

NO_LIMITS = dict.fromkeys(
    (
        "limit_conversations",
        "limit_messages",
        "limit_messages_per_conversation",
        "limit_sign_ins",
        "limit_sign_in_failures",
        "limit_lookups",
        "limit_copies",
    ),
    0,
)
pytest.register_assert_rewrite("tests.contracts")
PROJECT = Path(__file__).resolve().parent.parent
# What loads a model or starts a server. A test that needs none of these, nor is marked slow, belongs to the fast lane.
HEAVY = frozenset({"assistant", "browser", "database_url", "encoder", "fetcher", "redactor", "site"})
configure("warning")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-figures`, for `python -m tests.support.golden_figures`."""
    parser.addoption("--write-figures", action="store_true", help="write golden figures instead of comparing with them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of pure logic as `fast`: `make test-fast` runs those alone."""
    for item in items:
        if not HEAVY.intersection(getattr(item, "fixturenames", ())) and item.get_closest_marker("slow") is None:
            item.add_marker("fast")


@pytest.fixture
def compare_figures(pytestconfig: pytest.Config) -> Callable[[Path, str, Iterable[Figure]], None]:
    """Compares a subject's figures of today with those of a file."""

    def compare(file: Path, subject: str, figures: Iterable[Figure]) -> None:
        today = list(figures)
        if pytestconfig.getoption("--write-figures"):
            write(file, subject, today)
        elif told := faults_of(file, subject, today):
            pytest.fail(told, pytrace=False)

    return compare


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run-time state of the tests. What is named by digest is the project's own: made once."""
    folder = tmp_path_factory.mktemp("var")
    for name in ("index", "vectors", "graphs"):
        made = PROJECT / "var" / name
        made.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(made)
    return folder


@pytest.fixture(scope="session")
def database_url(data_dir: Path) -> Iterator[str]:
    """A migrated PostgreSQL."""
    server = EmbeddedPostgres(data_dir / "postgres")
    url = server.start()
    migrate(url)
    yield url
    server.stop()


@pytest.fixture(scope="session")
def new_database(database_url: str) -> Callable[[str], str]:
    """Makes another migrated database on the same server, for tests that empty tables others have filled."""

    def make(name: str) -> str:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(SQL("create database {}").format(Identifier(name)))
        url = make_url(database_url).set(database=name).render_as_string(hide_password=False)
        migrate(url)
        return url

    return make


@pytest.fixture(scope="session")
def site_database_url(new_database: Callable[[str], str]) -> str:
    """The served site's own database: other tests keep secrets under keys of theirs in the one they share."""
    return new_database("site")


@pytest.fixture(scope="session")
def port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def settings(data_dir: Path, site_database_url: str, port: int) -> Settings:
    """Settings of the tests; the environment has no say."""
    return Settings(
        _env_file=None,
        database_url=site_database_url,
        data_dir=data_dir,
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        allowed_origins=["http://embedding.example"],
        worker_in_process=False,
        undo_send_seconds=0,
        **NO_LIMITS,
    )


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """Everything that answers, warm."""
    from api.assistant import make_assistant
    from bot.training.train import model_path, train
    from knowledge.search.encoder import EMBEDDED

    model = model_path(PROJECT / "var" / "models", EMBEDDED)
    if not model.exists():
        train(model.parent, EMBEDDED)
    settings.models_dir.mkdir()
    (settings.models_dir / model.name).symlink_to(model)
    made = make_assistant(settings)
    yield made
    made.engine.close()


@dataclass(frozen=True)
class Site:
    """A served site, and a way into its database."""

    url: str
    parts: Parts

    def client(self) -> httpx.Client:
        """A client of its own, without cookies."""
        return httpx.Client(base_url=self.url, timeout=20)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What a query finds in the site's database."""
        with psycopg.connect(self.parts.database.url) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="session")
def site(settings: Settings, assistant: Assistant, site_database_url: str, port: int) -> Iterator[Site]:
    """The application on a real port, in a thread of its own."""
    import uvicorn

    from api.app import create_app
    from api.wiring import make_parts

    parts = make_parts(settings, assistant, site_database_url)
    config = uvicorn.Config(
        create_app(parts),
        host="127.0.0.1",
        port=port,
        ws="none",
        log_config=None,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(settings.public_url, parts)
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """A client of the site."""
    with site.client() as made:
        yield made
