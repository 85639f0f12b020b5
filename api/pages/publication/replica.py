"""Keeps this process's pages at the newest release, whoever published it."""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from api.db.session import CONNECT_SECONDS, CONNECTION_FAULTS, Database, plain_url
from api.kernel.retries.keep_running import keep_running
from api.pages.editing.repository import CHANNEL, NEWEST_RELEASE, ReleaseRepository
from api.pages.publication.compose import Composer
from api.pages.publication.editions import EditionMaker, read_contents
from api.pages.publication.live import LivePages
from api.pages.publication.seed import seed
from knowledge.pack.load import CouncilPack

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0  # between looks at the release number when nothing was announced


class Replica:
    """Listens for releases, and looks for itself now and then: a missed announcement costs seconds, never pages."""

    def __init__(
        self, database: Database, live: LivePages, pack: CouncilPack, composer: Composer, editions: EditionMaker
    ) -> None:
        self._database, self._live, self._pack = database, live, pack
        self._composer, self._editions = composer, editions
        self._refreshing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Brings the pack in and the newest release up, then follows. Without a database the pack's pages serve."""
        try:
            await self._open()
        except Exception as error:
            log.warning("release_not_read", error=type(error).__name__)
        following = keep_running(
            self._follow,
            CONNECTION_FAULTS,
            event="releases_reconnecting",
            shortest=LOOK_SECONDS / 2,
            longest=LOOK_SECONDS,
        )
        self._task = asyncio.create_task(following, name="replica")

    async def stop(self) -> None:
        """Stops following releases."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def refresh(self) -> None:
        """Brings the newest release up, if this process does not have it. A failure is logged and tried again."""
        try:
            await self.catch_up()
        except Exception as error:
            log.error("release_not_read", error=type(error).__name__)

    async def catch_up(self) -> int:
        """As `refresh`, but raises what fails; returns the release in use."""
        async with self._refreshing:
            async with self._database.transaction() as session:
                newest = await ReleaseRepository(session).newest()
            if newest != self._live.edition.release:
                contents = await read_contents(self._database, self._composer)
                edition = await asyncio.to_thread(self._editions.from_contents, contents, self._composer)
                self._live.exchange(edition)
                log.info("release", number=edition.release, pages=len(edition.pages), left_out=len(edition.faults))
        return self._live.edition.release

    async def _open(self) -> None:
        seeded = await seed(self._database, self._pack.sources)
        if seeded.release is not None or seeded.left_alone or seeded.gone:
            log.info(
                "pack_seeded",
                added=len(seeded.added),
                updated=len(seeded.updated),
                left_alone=list(seeded.left_alone),
                gone=list(seeded.gone),
            )
        await self.catch_up()

    async def _follow(self) -> None:
        url = plain_url(self._database.url)
        connection = await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)
        async with connection:
            await connection.execute(f'LISTEN "{CHANNEL}"')
            while True:
                found = await (await connection.execute(NEWEST_RELEASE)).fetchone()
                if found is not None and found[0] != self._live.edition.release:
                    await self.refresh()
                async for _ in connection.notifies(timeout=LOOK_SECONDS, stop_after=1):
                    pass
