"""Webhooks: who is told of what, and each telling until it arrives or is given up."""

from __future__ import annotations

import asyncio
import json
import secrets as randoms
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from api.casework.integrations.repository import IntegrationRepository
from api.casework.integrations.webhook_delivery import DeliveryRefused, WebhookDelivery, check_address
from api.casework.wording import say
from api.db.base import now
from api.db.session import Database
from api.db.tables.integrations import Delivery, OutboxEvent, Webhook
from api.kernel import audit
from api.kernel.errors import NotFound, Unavailable
from api.kernel.form_problems import FormProblem
from api.kernel.jobs import defer
from api.kernel.permissions import Member
from api.vault.secrets import Secrets

DELIVER = "webhooks.deliver"
MOST_ATTEMPTS = 8
BATCH = 100
KEPT = timedelta(days=14)  # how long what arrived can be looked at
UNTRIED, BETWEEN_TRIES = timedelta(minutes=5), timedelta(hours=7)  # longer, and the job was lost with its process
LONGEST_NAME = 60


class Event(StrEnum):
    """What a webhook can be told of."""

    CASE_OPENED = "case.opened"
    CASE_CLAIMED = "case.claimed"
    CASE_CLOSED = "case.closed"
    CONVERSATION_CLOSED = "conversation.closed"


class Webhooks:
    """Webhooks and their deliveries. The secret leaves `create` once, and signs from then on."""

    def __init__(
        self,
        database: Database,
        secrets: Secrets,
        webhook_delivery: WebhookDelivery,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._secrets, self._sender, self._clock = database, secrets, webhook_delivery, clock

    async def create(self, by: Member, name: str, url: str, events: Collection[str]) -> str:
        """A new webhook; returns its secret. Raises FormProblem."""
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise FormProblem("hook-name", say("webhooks.name", most=LONGEST_NAME))
        if not events or not set(events) <= set(Event):
            raise FormProblem("events", say("webhooks.events"))
        address, secret = check_address(url, self._sender.inside), randoms.token_urlsafe(32)
        async with self._database.transaction() as session:
            row = Webhook(name=name.strip(), url=address, events=sorted(events))
            session.add(row)
            await session.flush()
            await self._secrets.keep(session, _name(row.id), secret)
            subject, details = f"webhook {row.name}", {"events": ", ".join(row.events)}
            audit.record(session, by.username, audit.Action.WEBHOOK_CREATED, subject, details, by.address)
        return secret

    async def remove(self, by: Member, webhook_id: int) -> None:
        """Ends it, with whatever was still to be delivered. Raises NotFound."""
        async with self._database.transaction() as session:
            name = await IntegrationRepository(session).remove_webhook(webhook_id)
            if name is None:
                raise NotFound(say("webhooks.not_found"))
            await self._secrets.forget(session, _name(webhook_id))
            audit.record(session, by.username, audit.Action.WEBHOOK_REMOVED, f"webhook {name}", address=by.address)

    async def listed(self) -> Sequence[Webhook]:
        """Every webhook, in order of their names."""
        async with self._database.transaction() as session:
            return await IntegrationRepository(session).webhooks()

    async def dead(self) -> Sequence[tuple[Delivery, str]]:
        """The deliveries that were given up, each with its webhook."""
        async with self._database.transaction() as session:
            return await IntegrationRepository(session).deliveries("dead")

    async def revive(self, by: Member, delivery_id: int) -> None:
        """Queues a delivery that was given up again, with all its attempts. Raises NotFound."""
        async with self._database.transaction() as session:
            found = await IntegrationRepository(session).delivery(delivery_id, lock=True)
            if found is None or found[0].status != "dead":
                raise NotFound(say("webhooks.not_given_up"))
            found[0].status, found[0].attempts = "waiting", 0
            subject = f"webhook {found[1].name}"
            audit.record(
                session, by.username, audit.Action.DELIVERY_RESENT, subject, {"event": found[0].kind}, by.address
            )
            await _queue(session, delivery_id)

    async def collect(self) -> list[int]:
        """Queues deliveries of the events that wait, and those that lost their job; returns the ids of both."""
        made: list[Delivery] = []
        async with self._database.transaction() as session:
            known = IntegrationRepository(session)
            hooks = await known.webhooks()
            for event in await known.outbox(BATCH):
                told = [hook for hook in hooks if hook.active and event.kind in hook.events]
                made.extend(_delivery(hook, event, self._clock()) for hook in told)
                await session.delete(event)
            session.add_all(made)
            await session.flush()
            await known.forget_delivered(self._clock() - KEPT)
            lost = await known.lost(self._clock() - UNTRIED, self._clock() - BETWEEN_TRIES)
            found = [*(each.id for each in made), *lost]
            for delivery_id in found:
                await _queue(session, delivery_id)
        return found

    async def deliver(self, delivery_id: int) -> None:
        """Attempts one delivery. Raises DeliveryRefused while attempts are left; the last one gives it up instead."""
        async with self._database.transaction() as session:
            found = await IntegrationRepository(session).delivery(delivery_id)
            if found is None or found[0].status != "waiting":
                return
            delivery, hook = found
            secret = await self._secret(session, hook)
        headers = {"Reeve-Event": delivery.kind, "Reeve-Event-Id": str(delivery.event_id)}
        problem = ""
        try:
            await asyncio.to_thread(self._sender.send, hook.url, secret, delivery.body, headers)
        except DeliveryRefused as reason:
            problem = str(reason)
        if await self._note(delivery_id, problem) == "waiting":
            raise DeliveryRefused(problem)

    async def _note(self, delivery_id: int, problem: str) -> str:
        """Writes an attempt down; how the delivery stands now."""
        async with self._database.transaction() as session:
            found = await IntegrationRepository(session).delivery(delivery_id, lock=True)
            if found is None:
                return "delivered"  # the webhook was removed meanwhile
            row = found[0]
            row.attempts, row.tried_at, row.problem = row.attempts + 1, self._clock(), problem
            last = row.attempts >= MOST_ATTEMPTS
            row.status = ("dead" if last else "waiting") if problem else "delivered"
            return row.status

    async def _secret(self, session: AsyncSession, hook: Webhook) -> str:
        secret = await self._secrets.read(session, _name(hook.id))
        if secret is None:
            raise Unavailable()
        return secret


async def _queue(session: AsyncSession, delivery_id: int) -> None:
    """Asks for an attempt, unless one waits already."""
    await defer(session, DELIVER, once=f"{DELIVER} {delivery_id}", delivery_id=delivery_id)


def _delivery(hook: Webhook, event: OutboxEvent, at: datetime) -> Delivery:
    told = {"id": str(event.id), "event": event.kind, "created_at": event.created_at.isoformat(), "data": event.data}
    body = json.dumps(told, separators=(",", ":"))
    return Delivery(webhook_id=hook.id, event_id=event.id, kind=event.kind, body=body, created_at=at)


def _name(webhook_id: int) -> str:
    return f"webhook {webhook_id}"
