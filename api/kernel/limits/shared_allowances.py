"""Allowances that every process at one database shares. Keys are kept as keyed digests, for minutes or an hour."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable

import psycopg
import structlog

from api.db.base import now
from api.db.session import CONNECT_SECONDS, plain_url
from api.kernel.limits.allowances import INSTANT, Allowances, Claim, OwnAllowances

log = structlog.get_logger(__name__)
DATABASE_SECONDS = 0.2  # seconds for the database; nobody who asks for help waits longer for a limit
REST = 5.0  # seconds on our own after the database did not answer
OPTIONS = "-c statement_timeout=2s -c timezone=UTC"

# One statement, one round trip. Whether all claims can be met is read first; the condition of the upsert holds even
# where another process took the last one in between. Rows are locked in the order of their keys: no deadlock.
TAKE = f"""
    with claim as (
        select * from unnest(%(keys)s::text[], %(gaps)s::float8[], %(periods)s::float8[]) as claim (key, gap, period)
    ), asked as (
        select coalesce(max(
            extract(epoch from greatest(kept.whole_at, now()) - now()) + claim.gap - claim.period
        ), 0) as wait, max(claim.gap) as gap
        from claim left join rate_limit as kept using (key)
    ), taken as (
        insert into rate_limit as kept (key, whole_at)
        select key, now() + make_interval(secs => gap) from claim
        where (select wait from asked) <= {INSTANT} order by key
        on conflict (key) do update
        set whole_at = greatest(kept.whole_at, now()) + (excluded.whole_at - now())
        where greatest(kept.whole_at, now()) + (excluded.whole_at - now()) <= now()
            + (select make_interval(secs => period + {INSTANT}) from claim where claim.key = excluded.key)
        returning key
    )
    select case when (select count(*) from taken) = %(count)s then 0 when wait > {INSTANT} then wait else gap end
    from asked
"""  # noqa: S608  # what is put in is a number of ours


class SharedAllowances:
    """Counts in the database, and in this process's memory for a while when the database does not answer in time.

    The connection is its own, so that a busy pool delays no limit and a limit no turn. It is opened when first needed.
    `digest` is a keyed digest; its key leaves no process.
    """

    def __init__(self, url: str, digest: Callable[[str], str], own: Allowances | None = None) -> None:
        self._url, self._digest = plain_url(url), digest
        self._own = own or OwnAllowances()
        self._connection: psycopg.AsyncConnection[tuple[float]] | None = None
        self._asking = asyncio.Lock()
        self._alone_until = 0.0
        self._day, self._day_key = "", b""

    async def take(self, *claims: Claim) -> float:
        """See Allowances. Raises nothing when the database is down."""
        limited = [Claim(self._hidden(each.key), each.most, each.seconds) for each in claims if each.most]
        if not limited:
            return 0.0
        if time.monotonic() < self._alone_until:
            return await self._own.take(*limited)
        try:  # shielded: a question that is given up still ends by itself, and leaves the connection in order
            return await asyncio.wait_for(asyncio.shield(self._ask(limited)), DATABASE_SECONDS)
        except (psycopg.Error, OSError, TimeoutError) as error:
            if time.monotonic() >= self._alone_until:  # of many that waited, the first says so
                log.warning("limits_not_shared", error=type(error).__name__)
            self._alone_until = time.monotonic() + REST
            return await self._own.take(*limited)

    async def close(self) -> None:
        """Closes the connection."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _ask(self, claims: list[Claim]) -> float:
        values = {
            "keys": [each.key for each in claims],
            "gaps": [each.gap for each in claims],
            "periods": [each.seconds for each in claims],
            "count": len(claims),
        }
        async with self._asking:
            connection = await self._open()
            found = await (await connection.execute(TAKE, values)).fetchone()
            return float(found[0]) if found else 0.0

    async def _open(self) -> psycopg.AsyncConnection[tuple[float]]:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=CONNECT_SECONDS, options=OPTIONS, tcp_user_timeout=2000
            )
        return self._connection

    def _hidden(self, key: str) -> str:
        """The key under a key of the day: a row tells nobody who asked, and of yesterday's nobody can find out."""
        today = now().date().isoformat()
        if today != self._day:
            self._day, self._day_key = today, self._digest(f"limits of {today}").encode()
        return hmac.new(self._day_key, key.encode(), hashlib.sha256).hexdigest()[:32]
