"""Brings the database to the newest shape, or back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text

from api.db.session import sqlalchemy_url

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x5EE7E  # one migration at a time, whichever replica starts first


def migrate(url: str, revision: str = "head") -> None:
    """Upgrades to `revision`; safe to call from several processes at once."""
    with create_engine(sqlalchemy_url(url), poolclass=NullPool).connect() as connection:
        connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": _LOCK})
        connection.commit()
        try:
            command.upgrade(_config(connection), revision)
        finally:
            connection.rollback()
            connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})
            connection.commit()


def downgrade(url: str, revision: str) -> None:
    """Goes back to `revision`, `base` for an empty database."""
    with create_engine(sqlalchemy_url(url), poolclass=NullPool).connect() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
