"""The SQL of what other systems use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, true, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.cases import Case
from api.db.tables.conversations import Conversation
from api.db.tables.desk import CaseNote
from api.db.tables.integrations import ApiToken, Delivery, OutboxEvent, Webhook

LISTED = 200  # rows of a list on a staff page


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a caller asks for; None means any. `after` is where the page before ended."""

    teams: Collection[str] | None
    status: str | None = None
    team: str | None = None
    since: datetime | None = None
    after: tuple[datetime, str] | None = None
    limit: int = 50


class IntegrationRepository:
    """Tokens, cases as other systems read them, and webhooks, within one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def token(self, digest: str, at: datetime) -> ApiToken | None:
        """The token with this digest, if it still counts."""
        live = (ApiToken.digest == digest, ApiToken.revoked_at.is_(None), ApiToken.expires_at > at)
        return await self._session.scalar(select(ApiToken).where(*live))

    async def used(self, token_id: int, at: datetime) -> None:
        """Notes the moment at which a token was used last."""
        await self._session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_at=at))

    async def tokens(self) -> Sequence[ApiToken]:
        """Every token, the newest first."""
        return (await self._session.scalars(select(ApiToken).order_by(ApiToken.id.desc()).limit(LISTED))).all()

    async def cases(self, wanted: CaseFilter) -> Sequence[Case]:
        """Cases in the order of their last change, oldest change first: a page, and one more when there are others."""
        query = select(Case).where(_of(wanted.teams)).order_by(Case.updated_at, Case.reference).limit(wanted.limit + 1)
        if wanted.status is not None:
            query = query.where(Case.status == wanted.status)
        if wanted.team is not None:
            query = query.where(Case.team == wanted.team)
        if wanted.since is not None:
            query = query.where(Case.updated_at >= wanted.since)
        if wanted.after is not None:
            query = query.where(tuple_(Case.updated_at, Case.reference) > wanted.after)
        return (await self._session.scalars(query)).all()

    async def conversation(self, conversation_id: UUID, teams: Collection[str] | None) -> Conversation | None:
        """A conversation; for a caller of some teams only, one that has a case of theirs."""
        query = select(Conversation).where(Conversation.id == conversation_id)
        if teams is not None:
            query = query.where(select(Case).where(Case.conversation_id == conversation_id, _of(teams)).exists())
        return await self._session.scalar(query)

    async def notes(self, reference: str) -> Sequence[CaseNote]:
        """What other systems noted on a case, oldest first."""
        mine = CaseNote.reference == reference, CaseNote.outside
        query = select(CaseNote).where(*mine).order_by(CaseNote.id)
        return (await self._session.scalars(query)).all()

    async def webhooks(self) -> Sequence[Webhook]:
        """Every webhook, by name."""
        return (await self._session.scalars(select(Webhook).order_by(Webhook.name, Webhook.id))).all()

    async def remove_webhook(self, webhook_id: int) -> str | None:
        """Removes a webhook with its deliveries; its name, or None if there was none."""
        gone = delete(Webhook).where(Webhook.id == webhook_id).returning(Webhook.name)
        return await self._session.scalar(gone)

    async def outbox(self, limit: int) -> Sequence[OutboxEvent]:
        """Events that wait for their deliveries, locked; those that another worker has are left out."""
        query = select(OutboxEvent).order_by(OutboxEvent.created_at).limit(limit)
        return (await self._session.scalars(query.with_for_update(skip_locked=True))).all()

    async def delivery(self, delivery_id: int, *, lock: bool = False) -> tuple[Delivery, Webhook] | None:
        """A delivery and where it goes."""
        query = select(Delivery, Webhook).join(Webhook, Webhook.id == Delivery.webhook_id)
        query = query.where(Delivery.id == delivery_id)
        found = (await self._session.execute(query.with_for_update() if lock else query)).one_or_none()
        return None if found is None else (found[0], found[1])

    async def deliveries(self, status: str) -> Sequence[tuple[Delivery, str]]:
        """The newest deliveries with this status, and the names of their webhooks."""
        query = (
            select(Delivery, Webhook.name)
            .join(Webhook, Webhook.id == Delivery.webhook_id)
            .where(Delivery.status == status)
            .order_by(Delivery.created_at.desc())
            .limit(LISTED)
        )
        return [(row[0], row[1]) for row in (await self._session.execute(query)).all()]

    async def lost(self, untried: datetime, tried: datetime) -> Sequence[int]:
        """Deliveries that wait although nobody tried them since."""
        never = Delivery.tried_at.is_(None) & (Delivery.created_at < untried)
        query = select(Delivery.id).where(Delivery.status == "waiting", never | (Delivery.tried_at < tried))
        return (await self._session.scalars(query.limit(LISTED))).all()

    async def forget_delivered(self, before: datetime) -> int:
        """Removes deliveries that arrived before; returns how many."""
        old = (Delivery.status == "delivered", Delivery.created_at < before)
        return len((await self._session.execute(delete(Delivery).where(*old).returning(Delivery.id))).all())


def _of(teams: Collection[str] | None) -> ColumnElement[bool]:
    """The condition that a case is one of these teams'."""
    return true() if teams is None else Case.team.in_(teams)
