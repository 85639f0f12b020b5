"""The database server: the one of the settings, or an embedded one."""

from __future__ import annotations

from dataclasses import dataclass

from api.db.embedded import EmbeddedPostgres
from api.db.migrate import migrate
from api.settings import Settings


@dataclass
class DatabaseServer:
    """The database of the settings, or an embedded one while this is open."""

    settings: Settings
    _embedded: EmbeddedPostgres | None = None

    def __enter__(self) -> str:
        """The URL of a database that is migrated to the newest shape."""
        url = self.settings.database_url
        if not url:
            self._embedded = EmbeddedPostgres(self.settings.data_dir / "postgres")
            url = self._embedded.start()
        migrate(url)
        return url

    def __exit__(self, *_: object) -> None:
        """Stops the embedded server, if one was started."""
        if self._embedded is not None:
            self._embedded.stop()
