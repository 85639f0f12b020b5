"""A resident who leaves personal details, and deletes the conversation."""

from __future__ import annotations

import httpx

from tests.support.journeys.conversation import Resident

PHONE, EMAIL = "07700 900738", "ottoline.threadgold@example.org"
VALUES = {"phone": PHONE, "email": EMAIL}
TOLD = f"My bin was not emptied. Call me on {PHONE} or write to {EMAIL}"


def delete(resident: Resident) -> httpx.Response:
    """Deletes the conversation over the API."""
    return resident.client.post(f"/api/v1/conversations/{resident.id}/erase", headers=resident.headers)
