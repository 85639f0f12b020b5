"""What a caseworker does to a case, and what is on record about it."""

from __future__ import annotations

from api.kernel.audit import case as case_subject
from tests.support.staff.desk import Browser, Desk


async def act(browser: Browser, reference: str, what: str, **fields: str) -> int:
    """Sends one of the case page's forms; the status of the answer."""
    return (await browser.post(f"/staff/cases/{reference}/{what}", **fields)).status_code


async def actions(desk: Desk, reference: str) -> list[str]:
    """What is on record about a case."""
    return [event.action for event in await desk.audited(case_subject(reference))]
