"""The council pack of the newest release."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from api.db.session import Database
from api.pages.publication.compose import Composer
from api.pages.publication.editions import read_contents
from api.pages.sharing.pack import export_pack
from knowledge.pack.load import CouncilPack


@dataclass
class Sharing:
    """Packs what is published, once a release."""

    database: Database
    composer: Composer
    council: CouncilPack
    folder: Path
    _packed: tuple[int, bytes] | None = field(default=None, init=False)

    async def pack(self) -> bytes:
        """The zip. Without a published page in the database, the pages are the pack's own."""
        contents = await read_contents(self.database, self.composer)
        kept = self._packed
        if kept is not None and kept[0] == contents.release:
            return kept[1]
        made = await asyncio.to_thread(export_pack, self.folder, contents.sources or self.council.sources)
        self._packed = (contents.release, made)
        return made
