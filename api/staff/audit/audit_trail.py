"""The audit trail, read: the way in for whoever checks. `audit.py` writes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.db.session import Database
from api.db.tables.staff import AuditEvent
from api.kernel import audit
from api.kernel.audit_reading import AUDIT_PAGE, AuditFilter, AuditRepository
from api.kernel.permissions import Member


class AuditTrail:
    """The trail of what staff did. Exporting it is itself recorded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def events(self, wanted: AuditFilter, limit: int = AUDIT_PAGE + 1) -> Sequence[AuditEvent]:
        """Events, newest first: a page, and one more when there are older ones."""
        async with self._database.transaction() as session:
            return await AuditRepository(session).events(wanted, limit)

    async def record_export(self, member: Member, form: str, wanted: Mapping[str, str]) -> None:
        """Puts on record that somebody takes events away, and which."""
        async with self._database.transaction() as session:
            details: dict[str, audit.Detail] = {"form": form, **wanted}
            audit.record(session, member.username, audit.Action.AUDIT_EXPORTED, "audit trail", details, member.address)
