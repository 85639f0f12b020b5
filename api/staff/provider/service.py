"""Signing in with the council's identity provider: whoever it vouches for gets an account and a session."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.staff import StaffMember
from api.kernel import audit
from api.staff.accounts.repository import StaffRepository
from api.staff.provider.exchange import Exchange, StartedSignIn
from api.staff.provider.rules import Identity, ProviderRefused, ProviderRules, identity
from api.staff.sign_in.service import NewSession, StaffService
from api.staff.wording import say
from api.vault.keys import Sealed
from api.vault.secrets import Secrets

ABOUT = b"sign-in with the identity provider".decode()  # bound into what is sealed, so it never changes
SIGN_IN_ENDS_AFTER = timedelta(minutes=10)  # for the provider's own pages
OLD = say("provider.too_late")


class ProviderSignIn:
    """Begins and ends a sign-in elsewhere. What must be remembered meanwhile is sealed into the browser's cookie."""

    def __init__(
        self,
        database: Database,
        staff: StaffService,
        secrets: Secrets,
        rules: ProviderRules,
        exchange: Exchange,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database, self._staff, self._secrets = database, staff, secrets
        self._rules, self._exchange, self._clock = rules, exchange, clock

    async def start(self, target: str) -> tuple[str, str]:
        """The provider's address to go to, and the cookie. Raises ProviderDown."""
        address, began = await self._exchange.start()
        ends = (self._clock() + SIGN_IN_ENDS_AFTER).timestamp()
        sealed = self._secrets.seal(json.dumps({**asdict(began), "target": target, "ends": ends}), ABOUT)
        return address, base64.urlsafe_b64encode(sealed).decode()

    async def finish(
        self, cookie: str | None, code: str, state: str, address: str | None, browser: str
    ) -> tuple[NewSession, str]:
        """A session, and where to go. Raises ProviderRefused and ProviderDown."""
        began, target = self._remembered(cookie, state)
        who = identity(await self._exchange.finish(code, began), self._rules)
        async with self._database.transaction() as session:
            person = await self._account(session, who)
            if person is not None:
                return await self._staff.begin(session, person, address, browser), target
            subject = audit.account(who.username)
            audit.record(
                session, who.username, audit.Action.SIGN_IN_FAILED, subject, {"by": "identity provider"}, address
            )
        raise ProviderRefused(say("provider.not_for_provider"))

    def _remembered(self, cookie: str | None, state: str) -> tuple[StartedSignIn, str]:
        """What the browser was given when it left, if it is the one that comes back. Raises ProviderRefused."""
        try:
            known = json.loads(self._secrets.unseal(base64.urlsafe_b64decode(cookie or ""), ABOUT))
        except (Sealed, ValueError, binascii.Error):
            raise ProviderRefused(OLD) from None
        late = known["ends"] <= self._clock().timestamp()
        if late or not hmac.compare_digest(known["state"].encode(), state.encode()):
            raise ProviderRefused(OLD)
        return StartedSignIn(known["state"], known["nonce"], known["verifier"]), known["target"]

    async def _account(self, session: AsyncSession, who: Identity) -> StaffMember | None:
        """The account, brought up to date or made; None where there is one that may not be used so.

        A name alone never opens an account that has a password: an administrator must have said so.
        """
        staff = StaffRepository(session)
        person = await staff.by_subject(who.subject)
        if person is None:
            person = await staff.by_username(who.username)
            if person is None:
                return await self._made(session, who)
            if not person.provider or person.provider_subject is not None:
                return None
            person.provider_subject = who.subject
        if not (person.active and person.provider):
            return None
        if (person.role, tuple(person.teams)) != (who.role.value, who.teams):
            person.role, person.teams = who.role.value, list(who.teams)
            _record(session, person, audit.Action.ACCOUNT_CHANGED)
        return person

    async def _made(self, session: AsyncSession, who: Identity) -> StaffMember:
        person = StaffMember(
            username=who.username,
            display_name=who.display_name,
            role=who.role.value,
            teams=list(who.teams),
            password_hash="",
            must_change_password=False,
            provider=True,
            provider_subject=who.subject,
        )
        await StaffRepository(session).add(person)
        _record(session, person, audit.Action.ACCOUNT_CREATED)
        return person


def _record(session: AsyncSession, person: StaffMember, action: audit.Action) -> None:
    details: dict[str, audit.Detail] = {"role": person.role, "teams": ", ".join(person.teams)}
    audit.record(session, "identity provider", action, audit.account(person.username), details)
