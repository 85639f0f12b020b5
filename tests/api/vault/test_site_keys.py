"""Keys of the site as a whole: the same one for ever, whichever master key wraps it."""

from __future__ import annotations

from sqlalchemy import delete

from api.db.session import Database
from api.vault.keyring import Keyring
from api.vault.keys import Key
from api.vault.models import SiteKey
from api.vault.site_key import discard_site_keys, rewrap_site_keys, site_key


async def test_a_key_of_the_site_outlives_a_rotation_and_a_lost_one_is_made_anew(database_url: str) -> None:
    database, first, second = Database(database_url, 2), Key.new(), Key.new()

    async def fingerprint(*masters: Key) -> str:
        async with database.transaction() as session:
            return (await site_key(session, Keyring(*masters), "tried")).fingerprint("home")

    async with database.transaction() as session:
        await session.execute(delete(SiteKey))
    before = await fingerprint(first)
    assert await fingerprint(second, first) == before
    async with database.transaction() as session:
        await rewrap_site_keys(session, Keyring(second, first))
    assert await fingerprint(second) == before
    async with database.transaction() as session:
        await discard_site_keys(session, Keyring(first))
    assert await fingerprint(first) != before
    await database.close()
