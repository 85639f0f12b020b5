"""The chain of the audit trail, followed from its first link to its last. The digests are made anew here, not asked of
the database: whoever can change the events can change the database's functions too."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.session import Database
from api.db.tables.staff import AuditEvent, AuditLink

BATCH = 1000
_MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


@dataclass(frozen=True, slots=True)
class Head:
    """The last link: how many there are, and the digest that covers them all."""

    position: int = 0
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What following the chain found: its head, and the first thing that is wrong, or None."""

    head: Head
    broken: str | None = None


@dataclass(frozen=True, slots=True)
class _Link:
    """A link with the event that it should cover; `parts` is None when that event is gone."""

    position: int
    event_id: int
    digest: str
    parts: Sequence[str | None] | None


def digest_of(previous: str, parts: Iterable[str | None]) -> str:
    """SHA-256 over the digest before it and each part with its length in bytes; a part that is missing is a dash."""
    content = previous + "".join("-" if part is None else f"{len(part.encode())}:{part}" for part in parts)
    return hashlib.sha256(content.encode()).hexdigest()


async def verify(database: Database, noted: Head | None = None) -> Verified:
    """Follows the chain. `noted` is a head that somebody wrote down earlier elsewhere: it must still be in it."""
    head = Head()
    async for link in _links(database):
        if problem := _wrong(head, link):
            return Verified(head, problem)
        head = Head(link.position, link.digest)
        if noted and noted.position == head.position and noted.digest != head.digest:
            return Verified(head, f"Link {noted.position} is not the one that was noted: the chain was made anew.")
    if noted and noted.position > head.position:
        return Verified(
            head, f"The chain ends at link {head.position}, before the one that was noted: events are gone."
        )
    return Verified(head, await _outside(database))


def _wrong(before: Head, link: _Link) -> str | None:
    """What is wrong with a link that follows `before`; None when it fits."""
    if link.position != before.position + 1:
        return f"Link {before.position + 1} is missing."
    if link.parts is None:
        return f"Link {link.position}: event {link.event_id} was deleted."
    if digest_of(before.digest, link.parts) != link.digest:
        return f"Link {link.position}: event {link.event_id} was changed, or the link was."
    return None


async def _links(database: Database) -> AsyncIterator[_Link]:
    last = 0
    while True:
        async with database.transaction() as session:
            batch = await _batch(session, last)
        for link in batch:
            yield link
        if len(batch) < BATCH:
            return
        last = batch[-1].position


async def _batch(session: AsyncSession, after: int) -> Sequence[_Link]:
    at = func.to_char(func.timezone("UTC", AuditEvent.at), _MOMENT)
    event = (AuditEvent.actor, AuditEvent.action, AuditEvent.subject, cast(AuditEvent.details, String))
    query = (
        select(AuditLink.position, AuditLink.event_id, AuditLink.digest, AuditEvent.id, at, *event, AuditEvent.address)
        .outerjoin(AuditEvent, AuditEvent.id == AuditLink.event_id)
        .where(AuditLink.position > after)
        .order_by(AuditLink.position)
        .limit(BATCH)
    )
    return [
        _Link(position, event_id, digest, None if known is None else (str(known), *parts))
        for position, event_id, digest, known, *parts in (await session.execute(query)).all()
    ]


async def _outside(database: Database) -> str | None:
    """An event that no link covers was put in behind the chain's back."""
    query = (
        select(func.min(AuditEvent.id))
        .outerjoin(AuditLink, AuditLink.event_id == AuditEvent.id)
        .where(AuditLink.event_id.is_(None))
    )
    async with database.transaction() as session:
        event_id = await session.scalar(query)
    return None if event_id is None else f"Event {event_id} stands outside of the chain: it was put in by hand."
