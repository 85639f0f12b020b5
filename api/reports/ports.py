"""What reports need of casework. `api/wiring.py` hands in the real one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.turn import CaseDraft

OpenCase = Callable[[AsyncSession, UUID, str, CaseDraft], Awaitable[None]]
"""Writes a case down within the caller's transaction: (session, conversation, kind of case, draft)."""
