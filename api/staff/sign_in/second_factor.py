"""A person's second factor: set up, used, replaced, taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.base import now
from api.db.session import Database
from api.db.tables.staff import SecondFactor
from api.kernel import audit
from api.kernel.errors import Conflict, NotFound
from api.kernel.form_problems import FormProblem
from api.kernel.permissions import Member
from api.staff.accounts.repository import StaffRepository
from api.staff.sign_in import totp
from api.staff.sign_in.factor_repository import FactorRepository
from api.staff.wording import say
from api.vault.secrets import Secrets

WRONG_CODE = say("second_factor.wrong_code")


@dataclass(frozen=True, slots=True)
class FactorState:
    """Whether codes are asked for at sign-in, and how many recovery codes are left."""

    on: bool
    recovery_codes: int


class SecondFactors:
    """Second factors. `issuer` is the name under which apps list the account."""

    def __init__(self, database: Database, secrets: Secrets, issuer: str, clock: Callable[[], datetime] = now) -> None:
        self._database, self._secrets, self._issuer, self._clock = database, secrets, issuer, clock

    async def state(self, member: Member) -> FactorState:
        """How it stands with this person."""
        async with self._database.transaction() as session:
            factors = FactorRepository(session)
            found = await factors.find(member.id)
            on = found is not None and found.confirmed_at is not None
            return FactorState(on, await factors.codes_left(member.id))

    async def begin(self, member: Member) -> totp.SetUp:
        """A new secret, which does nothing until it is confirmed. Raises Conflict when there is one in use."""
        secret = totp.new_secret()
        async with self._database.transaction() as session:
            await self._unconfirmed(session, member)
            await self._secrets.keep(session, _name(member.id), secret)
        return totp.set_up(secret, member.username, self._issuer)

    async def again(self, member: Member) -> totp.SetUp:
        """The set-up that has begun, to be shown once more. Raises Conflict."""
        async with self._database.transaction() as session:
            await self._unconfirmed(session, member)
            secret = await self._secrets.read(session, _name(member.id))
        if secret is None:
            raise Conflict(say("second_factor.not_started"))
        return totp.set_up(secret, member.username, self._issuer)

    async def confirm(self, member: Member, code: str) -> tuple[str, ...]:
        """Turns it on, once a code of the app fits; returns the recovery codes. Raises FormProblem."""
        async with self._database.transaction() as session:
            factor = await self._unconfirmed(session, member)
            if not await self._fits(session, factor, code):
                raise FormProblem("code", WRONG_CODE)
            factor.confirmed_at = self._clock()
            codes = await _fresh_codes(session, member.id)
            _record(session, member, audit.Action.SECOND_FACTOR_SET)
        return codes

    async def renew_codes(self, member: Member, code: str) -> tuple[str, ...]:
        """New recovery codes; the old ones are void. Raises FormProblem."""
        async with self._database.transaction() as session:
            await self._require(session, member, code)
            codes = await _fresh_codes(session, member.id)
            _record(session, member, audit.Action.RECOVERY_CODES_RENEWED)
        return codes

    async def turn_off(self, member: Member, code: str) -> None:
        """Ends it for oneself. Raises FormProblem."""
        async with self._database.transaction() as session:
            await self._require(session, member, code)
            await self._forget(session, member.id)
            _record(session, member, audit.Action.SECOND_FACTOR_REMOVED)

    async def remove(self, by: Member, username: str) -> None:
        """Ends it for somebody whose phone and codes are gone; every session of theirs ends. Raises NotFound."""
        async with self._database.transaction() as session:
            staff = StaffRepository(session)
            person = await staff.by_username(username)
            if person is None:
                raise NotFound(say("second_factor.not_found"))
            await self._forget(session, person.id)
            await staff.end_sessions(person.id)
            subject = audit.account(username)
            audit.record(session, by.username, audit.Action.SECOND_FACTOR_REMOVED, subject, address=by.address)

    async def accept(self, session: AsyncSession, staff_id: int, code: str) -> str | None:
        """What a code at sign-in is, `app` or `recovery`, or None if it fits nothing. Either works once."""
        factors = FactorRepository(session)
        factor = await factors.find(staff_id, lock=True)
        if factor is None or factor.confirmed_at is None:
            return None
        if await self._fits(session, factor, code):
            return "app"
        return "recovery" if await factors.use_code(totp.recovery_digest(staff_id, code)) else None

    async def _fits(self, session: AsyncSession, factor: SecondFactor, code: str) -> bool:
        """Whether the app made this code; then neither it nor an earlier one fits again."""
        secret = await self._secrets.read(session, _name(factor.staff_id))
        step = totp.step_of(secret, code, self._clock(), factor.last_step) if secret else None
        factor.last_step = step or factor.last_step
        return step is not None

    async def _require(self, session: AsyncSession, member: Member, code: str) -> None:
        if await self.accept(session, member.id, code) is None:
            raise FormProblem("code", WRONG_CODE)

    async def _unconfirmed(self, session: AsyncSession, member: Member) -> SecondFactor:
        factors = FactorRepository(session)
        found = await factors.find(member.id, lock=True)
        if found is not None and found.confirmed_at is not None:
            raise Conflict(say("second_factor.on_already"))
        return found or await factors.add(member.id)

    async def _forget(self, session: AsyncSession, staff_id: int) -> None:
        await FactorRepository(session).remove(staff_id)
        await self._secrets.forget(session, _name(staff_id))


async def _fresh_codes(session: AsyncSession, staff_id: int) -> tuple[str, ...]:
    codes = totp.recovery_codes()
    await FactorRepository(session).replace_codes(staff_id, [totp.recovery_digest(staff_id, code) for code in codes])
    return codes


def _record(session: AsyncSession, member: Member, action: audit.Action) -> None:
    audit.record(session, member.username, action, audit.account(member.username), address=member.address)


def _name(staff_id: int) -> str:
    return f"totp {staff_id}"
