"""Tokens of other systems: made once, shown once, known by their digest, bound to scopes, teams and a day."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from api.casework.integrations.repository import IntegrationRepository
from api.casework.wording import say
from api.db.base import now
from api.db.session import Database
from api.db.tables.integrations import ApiToken
from api.kernel import audit
from api.kernel.errors import NotFound, ReeveError
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member

PREFIX = "reeve_"  # so that scanners of source code recognise one
LONGEST_NAME, LONGEST_DAYS = 60, 730
USED_EVERY = timedelta(minutes=1)


class TokenScope(StrEnum):
    """One thing that a token lets another system do."""

    READ_CASES = "read_cases"
    WRITE_CASES = "write_cases"
    READ_CONVERSATIONS = "read_conversations"


class TokenRefused(ReeveError):
    """No token, or one that is unknown, revoked or expired: the answer is the same."""

    status, code = HTTPStatus.UNAUTHORIZED, "token_refused"
    detail = say("tokens.refused")


class ScopeMissing(ReeveError):
    """A good token, for something else."""

    status, code = HTTPStatus.FORBIDDEN, "scope_missing"

    def __init__(self, scope: TokenScope) -> None:
        super().__init__(say("tokens.scope_missing", scope=scope.value))


@dataclass(frozen=True, slots=True)
class CallingSystem:
    """The system behind a request. `teams` None means every team."""

    name: str
    teams: tuple[str, ...] | None
    address: str | None
    token_id: int

    @property
    def actor(self) -> str:
        """How the audit trail names it."""
        return f"token {self.name}"


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is to be: its name, scopes, teams (none: every team) and for how many days."""

    name: str
    scopes: Collection[str]
    teams: Collection[str]
    days: int


class Tokens:
    """Tokens. The clear one leaves `create` and is kept nowhere."""

    def __init__(self, database: Database, teams: Collection[str], clock: Callable[[], datetime] = now) -> None:
        self._database, self._teams, self._clock = database, frozenset(teams), clock

    def teams(self) -> Sequence[str]:
        """The slugs of every team."""
        return sorted(self._teams)

    async def create(self, by: Member, wanted: NewToken) -> str:
        """A new token, in clear. Raises FormProblem."""
        self._check(wanted)
        token = PREFIX + secrets.token_urlsafe(32)
        row = ApiToken(
            name=wanted.name.strip(),
            digest=_digest(token),
            scopes=sorted(wanted.scopes),
            teams=sorted(wanted.teams),
            created_by=by.username,
            created_at=self._clock(),
            expires_at=self._clock() + timedelta(days=wanted.days),
        )
        async with self._database.transaction() as session:
            session.add(row)
            details: dict[str, audit.Detail] = {"scopes": ", ".join(row.scopes), "days": wanted.days}
            audit.record(session, by.username, audit.Action.TOKEN_CREATED, f"token {row.name}", details, by.address)
        return token

    async def listed(self) -> Sequence[ApiToken]:
        """Every token, without what opens anything."""
        async with self._database.transaction() as session:
            return await IntegrationRepository(session).tokens()

    async def revoke(self, by: Member, token_id: int) -> None:
        """The token counts no more, from the next request on. Raises NotFound."""
        async with self._database.transaction() as session:
            row = await session.get(ApiToken, token_id)
            if row is None:
                raise NotFound(say("tokens.not_found"))
            row.revoked_at = row.revoked_at or self._clock()
            audit.record(session, by.username, audit.Action.TOKEN_REVOKED, f"token {row.name}", address=by.address)

    async def caller(self, token: str, scope: TokenScope, address: str | None) -> CallingSystem:
        """Who calls with this token. Raises TokenRefused and ScopeMissing."""
        at = self._clock()
        async with self._database.transaction() as session:
            known = IntegrationRepository(session)
            row = await known.token(_digest(token), at)
            if row is None:
                raise TokenRefused()
            if scope not in row.scopes:
                raise ScopeMissing(scope)
            if row.last_used_at is None or row.last_used_at + USED_EVERY <= at:
                await known.used(row.id, at)
            return CallingSystem(row.name, tuple(row.teams) or None, address, row.id)

    def _check(self, wanted: NewToken) -> None:
        if not 0 < len(wanted.name.strip()) <= LONGEST_NAME:
            raise FormProblem("token-name", say("tokens.name", most=LONGEST_NAME))
        if not wanted.scopes or not set(wanted.scopes) <= set(TokenScope):
            raise FormProblem("scopes", say("tokens.scopes"))
        if not set(wanted.teams) <= self._teams:
            raise FormProblem("token-teams", say("tokens.teams"))
        if not 1 <= wanted.days <= LONGEST_DAYS:
            raise FormProblem("days", say("tokens.days", most=LONGEST_DAYS))


def _digest(token: str) -> str:
    """The digest under which a token is stored: SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
