"""A live staff session as every staff page knows it, and the port through which pages find it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from api.kernel.permissions import Member


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: whose it is, the token its forms carry, and what must be done before anything else."""

    member: Member
    csrf: str
    digest: str
    must_change_password: bool
    waits_for_code: bool = False
    must_set_up: bool = False
    by_provider: bool = False


class StaffSessions(Protocol):
    """Finds the live staff session behind a cookie."""

    @property
    def idle_seconds(self) -> int:
        """How long a session lasts without use, in seconds."""

    async def session(self, token: str, address: str | None) -> SignedIn | None:
        """The session with this token, or None when it has ended or never was."""
