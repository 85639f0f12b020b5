"""How long somebody waits after wrong attempts: an account, and a network address whatever names it tries."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import SignInNetwork
from api.kernel.errors import TooMany
from api.kernel.retries.backoff import wait_before_next
from api.staff.wording import say

FREE_FAILURES = 4  # wrong attempts on one account without a wait; the fifth locks
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)  # longer would hand strangers a way to keep somebody out
LONGEST_NETWORK_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=2)  # without a wrong attempt from a network


class NetworkWaits(TooMany):
    """So many wrong attempts came from this address that it has to wait, whatever account it names."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait.total_seconds(), "sign_ins")
        minutes = max(1, -(-self.retry_after // 60)) if self.retry_after else 1
        self.detail = say("sign_in_waits.network", count=minutes)


def wait_after(failures: int, free: int = FREE_FAILURES, longest: timedelta = LONGEST_WAIT) -> timedelta | None:
    """How long so many failures in a row lock: twice as long each time, up to a limit."""
    if failures <= free:
        return None
    return wait_before_next(failures - free, FIRST_WAIT, longest)


class Networks:
    """Wrong attempts by network. `free` of them cost nothing; 0 means that networks never wait."""

    def __init__(self, free: int) -> None:
        self._free = free

    async def require_open(self, session: AsyncSession, network: str, at: datetime) -> None:
        """Refuses a network address that has to wait. Raises NetworkWaits."""
        known = await session.get(SignInNetwork, network) if self._free else None
        if known is not None and known.locked_until is not None and known.locked_until > at:
            raise NetworkWaits(known.locked_until - at)

    async def failed(self, session: AsyncSession, network: str, at: datetime) -> None:
        """Counts a wrong attempt, also one on an account that is not there."""
        if not self._free:
            return
        new = insert(SignInNetwork).values(network=network, failures=0, last_at=at)
        await session.execute(new.on_conflict_do_nothing())
        known = await session.get_one(SignInNetwork, network, with_for_update=True)
        before = 0 if known.last_at + FORGOTTEN_AFTER <= at else known.failures
        known.failures, known.last_at = before + 1, at
        wait = wait_after(known.failures, self._free, LONGEST_NETWORK_WAIT)
        known.locked_until = at + wait if wait else None


async def forget_networks(session: AsyncSession, at: datetime) -> None:
    """Deletes the wrong attempts that no longer make anybody wait."""
    await session.execute(delete(SignInNetwork).where(SignInNetwork.last_at <= at - FORGOTTEN_AFTER))
