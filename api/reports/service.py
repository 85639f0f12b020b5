"""Reports: written down, found nearby, followed, and told how they stand to whoever shows that they are theirs."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversation.photos.repository import PhotoRepository
from api.db.base import now
from api.db.session import Database
from api.db.tables.reports import Report
from api.reports.kinds import ReportKind
from api.reports.place import Point, read_point, same_place
from api.reports.repository import ReportRepository, ReportStatus
from api.vault.service import Vault
from bot.ports import References
from redaction.text.postcode import postcodes_in

LOOKS_BACK = timedelta(days=90)  # an older report is another one
MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to write down. `proofs` are values in clear, of which only keyed digests are kept."""

    conversation: UUID
    key: str
    kind: ReportKind
    place: str
    answers: Mapping[str, str]
    dangerous: bool = False
    photo: str = ""
    proofs: tuple[str, ...] = field(default=(), repr=False)


class ReportService:
    """Reports of residents. One transaction a call."""

    def __init__(
        self, database: Database, vault: Vault, references: References, clock: Callable[[], datetime] = now
    ) -> None:
        self._database, self._vault, self._references, self._clock = database, vault, references, clock

    async def near(self, kind: ReportKind, place: str) -> Sequence[Report]:
        """Open reports of the same kind at the same place: near the point, or in words that come down to the same."""
        marked, since = read_point(place), self._clock() - LOOKS_BACK
        words = "" if marked else same_place(place)
        if not kind.public or not (marked or words):
            return ()
        async with self._database.transaction() as session:
            reports = ReportRepository(session)
            if marked is None:
                return (await reports.at_same_place(kind.service, words, since))[:MOST_OFFERED]
            found = await reports.near(kind.service, marked, kind.within, since)
        by_distance = sorted((marked.metres_to(_point(each)), each.reference, each) for each in found)
        return [each for metres, _, each in by_distance if metres <= kind.within][:MOST_OFFERED]

    async def place_of(self, reference: str, kind: ReportKind) -> str:
        """The words for the place of a public report; empty when there is no such open report."""
        found = await self._open(reference, kind)
        return found.report.place if found else ""

    async def can_follow(self, reference: str, kind: ReportKind) -> bool:
        """Whether there is such an open public report."""
        return await self._open(reference, kind) is not None

    async def _open(self, reference: str, kind: ReportKind) -> ReportStatus | None:
        async with self._database.transaction() as session:
            found = await ReportRepository(session).find(reference)
        good = found and kind.public and found.open and found.report.service == kind.service
        return found if good else None

    async def has_photo(self, conversation: UUID, code: str) -> bool:
        """Whether the conversation has this photo, and no report has it yet."""
        async with self._database.transaction() as session:
            return await PhotoRepository(session).free(conversation, code)

    async def add(self, new: NewReport) -> str:
        """Writes it down, once for its conversation and key, and returns its reference. It counts with its case."""
        async with self._database.transaction() as session:
            reference = await ReportRepository(session).add(await self._report(session, new))
            if new.photo:
                await PhotoRepository(session).attach(new.conversation, new.photo, reference)
        return reference

    async def _report(self, session: AsyncSession, new: NewReport) -> Report:
        marked = read_point(new.place)
        return Report(
            reference=self._references(),
            conversation_id=new.conversation,
            key=new.key,
            service=new.kind.service,
            place=new.place,
            same_place="" if marked else same_place(new.place),
            latitude=marked.latitude if marked else None,
            longitude=marked.longitude if marked else None,
            answers=dict(new.answers),
            dangerous=new.dangerous,
            proofs=await self._digests(session, new.conversation, new.proofs),
            created_at=self._clock(),
        )

    async def follow(self, reference: str, conversation: UUID) -> None:
        """The conversation hears how the report goes."""
        async with self._database.transaction() as session:
            await ReportRepository(session).follow(reference, conversation)

    async def standing(self, reference: str, proof: str, conversation: UUID | None) -> ReportStatus | None:
        """How the report stands, for the conversation that made or follows it, or with a proof; else None."""
        async with self._database.transaction() as session:
            reports = ReportRepository(session)
            found = await reports.find(reference)
            if found is None:
                return None
            if conversation is not None:
                theirs = found.report.conversation_id == conversation
                if theirs or await reports.follows(reference, conversation):
                    return found
            offered = await self._digests(session, found.report.conversation_id, proofs_in(proof))
        known = [each for each in found.report.proofs for one in offered if hmac.compare_digest(each, one)]
        return found if known else None

    async def _digests(self, session: AsyncSession, conversation: UUID, values: Sequence[str]) -> list[str]:
        """Digests under the conversation's key; none once it is erased, so that nothing proves anything any more."""
        safe = await self._vault.known(session, conversation) if values else None
        return [safe.fingerprint(f"proof:{value}") for value in values] if safe else []


def proofs_in(value: str) -> tuple[str, ...]:
    """What in a value shows whose a report is: postcodes, an e-mail address, a phone number, each in one spelling."""
    found = postcodes_in(value)
    if "@" in value:
        found.append(value.strip().casefold())
    digits = re.sub(r"\D", "", value)
    if not found and 10 <= len(digits) <= 15:
        found.append(digits[-9:])  # with 0, 44 or 0044 before it
    return tuple(dict.fromkeys(found))


def _point(report: Report) -> Point:
    return Point(report.latitude or 0.0, report.longitude or 0.0)
