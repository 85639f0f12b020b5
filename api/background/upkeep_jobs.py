"""The jobs of upkeep: idle and old conversations, sessions, reports that came to nothing, and the audit trail."""

from __future__ import annotations

import structlog

from api.background.upkeep import Upkeep
from api.kernel.jobs import Job
from api.staff.audit.audit_chain import verify

log = structlog.get_logger(__name__)


def upkeep_jobs(upkeep: Upkeep) -> tuple[Job, ...]:
    """What has to be done now and then, whatever the features."""

    async def close_idle() -> None:
        log.info("upkeep", job="close_idle", count=await upkeep.close_idle())

    async def erase_old() -> None:
        log.info("upkeep", job="erase_old", count=await upkeep.erase_old(), overdue=await upkeep.overdue())

    async def end_sessions() -> None:
        log.info("upkeep", job="end_sessions", count=await upkeep.end_sessions())

    async def sweep_reports() -> None:
        log.info("upkeep", job="sweep_reports", count=await upkeep.sweep_reports())

    async def verify_audit() -> None:
        found = await verify(upkeep.database)
        if found.broken:
            log.error("audit_broken", after=found.head.position, reason=found.broken)
        else:
            log.info("audit_verified", head=str(found.head))

    return (
        Job(
            "upkeep.close_idle",
            close_idle,
            "*/5 * * * *",
            description="Closes conversations of the bot in which nobody has written for a while.",
        ),
        Job(
            "upkeep.erase_old",
            erase_old,
            "17 2 * * *",
            description="Erases closed conversations older than they may be, and what is left of erased ones.",
        ),
        Job(
            "upkeep.end_sessions", end_sessions, "*/30 * * * *", description="Removes staff sessions that have run out."
        ),
        Job(
            "upkeep.verify_audit",
            verify_audit,
            "47 3 * * *",
            description="Recomputes the chain of the audit trail, and logs its head or where it is broken.",
        ),
        Job(
            "upkeep.sweep_reports",
            sweep_reports,
            "41 * * * *",
            description="Removes reports that never got a case, and photos that nobody has any more.",
        ),
    )
