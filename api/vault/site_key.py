"""Keys of the site as a whole, for digests that must outlive a rotation. Each is wrapped by the master key."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.vault.keyring import Keyring
from api.vault.keys import Key
from api.vault.models import SiteKey


async def site_key(session: AsyncSession, masters: Keyring, name: str) -> Key:
    """The key of this name, made on first use. Raises Sealed when no master key opens it."""
    row = await session.get(SiteKey, name)
    if row is None:
        master = masters.current
        fresh = {"name": name, "wrapped": master.wrap(Key.new(), name), "master": master.name}
        await session.execute(insert(SiteKey).values(**fresh).on_conflict_do_nothing())
        row = (await session.scalars(select(SiteKey).where(SiteKey.name == name))).one()
    return masters.named(row.master).unwrap(row.wrapped, name)


async def rewrap_site_keys(session: AsyncSession, masters: Keyring) -> None:
    """Wraps every key of the site under the newest master key. Raises Sealed."""
    master = masters.current
    rows = await session.scalars(select(SiteKey).where(SiteKey.master != master.name).with_for_update())
    for row in rows.all():
        key = masters.named(row.master).unwrap(row.wrapped, row.name)
        row.wrapped, row.master = master.wrap(key, row.name), master.name


async def discard_site_keys(session: AsyncSession, masters: Keyring) -> None:
    """Removes the keys of the site that no master key here opens: digests under them are never met again."""
    known = [key.name for key in masters.at_hand()]
    await session.execute(delete(SiteKey).where(SiteKey.master.not_in(known)))
