"""The gazetteer's SQL."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.gazetteer import GazetteerAddress, GazetteerNeighbour
from api.outside.gazetteer.address import Neighbour
from api.outside.gazetteer.csv_file import GazetteerRow

MOST = 500  # addresses looked at for one text, or listed for one postcode
_LOCK = 0xADD4E55  # one load at a time


class GazetteerRepository:
    """Reads and writes the table of addresses within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def alone(self) -> None:
        """Waits for its turn: nobody else loads addresses until the transaction ends."""
        await self._session.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    async def at_postcode(self, postcode: str) -> Sequence[GazetteerAddress]:
        """The addresses of a postcode."""
        query = select(GazetteerAddress).where(GazetteerAddress.postcode == postcode).limit(MOST)
        return (await self._session.scalars(query)).all()

    async def on_streets(self, streets: Collection[str], number: str) -> Sequence[GazetteerAddress]:
        """Addresses of these streets; those with the number first, so that a long street is not cut off before it."""
        query = select(GazetteerAddress).where(GazetteerAddress.street.in_(streets))
        fits = (GazetteerAddress.number == number).desc()
        return (await self._session.scalars(query.order_by(fits, GazetteerAddress.uprn).limit(MOST))).all()

    async def named(self, words: Collection[str]) -> Sequence[GazetteerAddress]:
        """Addresses with a name that has one of these words."""
        found = func.string_to_array(GazetteerAddress.name, " ").bool_op("&&")(list(words))
        query = select(GazetteerAddress).where(GazetteerAddress.name != "", found).limit(MOST)
        return (await self._session.scalars(query)).all()

    async def streets(self) -> Sequence[str]:
        """Every street's name, plain."""
        return (await self._session.scalars(select(GazetteerAddress.street).distinct())).all()

    async def by_uprn(self, uprns: Collection[str]) -> Mapping[str, GazetteerAddress]:
        """The addresses that we have of these."""
        query = select(GazetteerAddress).where(GazetteerAddress.uprn.in_(uprns))
        return {row.uprn: row for row in (await self._session.scalars(query)).all()}

    async def count(self) -> int:
        """How many addresses there are."""
        return await self._session.scalar(select(func.count()).select_from(GazetteerAddress)) or 0

    async def has_loaded(self) -> bool:
        """Whether a council loaded addresses of its own."""
        query = select(exists().where(GazetteerAddress.source == "loaded"))
        return bool(await self._session.scalar(query))

    async def put(self, entries: Sequence[GazetteerRow], source: str) -> None:
        """Adds these addresses, or brings those that are there up to date."""
        if not entries:
            return
        latest = {
            entry.uprn: {**asdict(entry), "source": source} for entry in entries
        }  # an upsert may touch a row once
        statement = insert(GazetteerAddress).values(list(latest.values()))
        fresh = {column: statement.excluded[column] for column in (*asdict(entries[0]), "source") if column != "uprn"}
        await self._session.execute(statement.on_conflict_do_update(index_elements=["uprn"], set_=fresh))

    async def remove(self, uprns: Collection[str]) -> None:
        """Removes these addresses."""
        if uprns:
            await self._session.execute(delete(GazetteerAddress).where(GazetteerAddress.uprn.in_(uprns)))

    async def remove_all(self, source: str) -> None:
        """Removes the sample, or everything that was loaded."""
        await self._session.execute(delete(GazetteerAddress).where(GazetteerAddress.source == source))

    async def neighbour(self, postcode: str) -> Neighbour | None:
        """The council of the longest entry that the postcode begins with; an outward code counts as a whole."""
        whole = [postcode, postcode.partition(" ")[0]]
        begins = GazetteerNeighbour.begins
        query = select(GazetteerNeighbour).where(begins.in_(whole)).order_by(func.length(begins).desc())
        found = await self._session.scalar(query.limit(1))
        return Neighbour(found.council, found.website, found.phone) if found else None

    async def put_neighbours(self, councils: Mapping[str, Neighbour]) -> None:
        """Replaces the neighbouring councils by these."""
        await self._session.execute(delete(GazetteerNeighbour))
        rows = [{"begins": begins, **asdict(neighbour)} for begins, neighbour in councils.items()]
        if rows:
            await self._session.execute(insert(GazetteerNeighbour).values(rows))
