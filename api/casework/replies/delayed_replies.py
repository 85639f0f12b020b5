"""Replies that can be taken back for some seconds. They go by themselves, whatever becomes of the browser."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog

from api.casework.cases import typed_text as written
from api.casework.life.case_actions import CaseWork
from api.casework.replies import pending_replies as pending
from api.casework.replies.drafts import ReplyDrafts, draft_name, drop
from api.casework.wording import say
from api.conversation.repository import ChatRepository
from api.db.tables.case_tools import PendingReply
from api.kernel.errors import DATABASE_DOWN, Conflict
from api.kernel.permissions import Member
from api.vault.keys import Sealed

log = structlog.get_logger(__name__)
TOO_LATE = say("replies.gone_already")


class DelayedReplies:
    """Sends replies after `undo`, or at once where that is nothing. What a process leaves behind, the round sends."""

    def __init__(self, work: CaseWork, drafts: ReplyDrafts, undo: timedelta) -> None:
        self._work, self._case_locks, self._drafts, self._undo = work, work.case_locks, drafts, undo
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waits(self) -> bool:
        """Whether a reply can be taken back at all."""
        return bool(self._undo)

    async def reply(self, member: Member, reference: str, text: str, key: str | None = None) -> None:
        """A reply to the resident; sent twice with one key, it goes once. Raises FormProblem or Conflict."""
        if not self._undo:
            await self._work.reply(member, reference, text, key)
            async with self._case_locks.database.transaction() as session:
                await drop(session, reference, member.id)
            return
        typed = written.message(text)
        async with self._case_locks.open(member, reference) as work:
            waiting = await work.session.get(PendingReply, reference)
            known = await ChatRepository(work.session).has_form_key(work.conversation.id, key) if key else False
            if known or (key and waiting is not None and waiting.form_key == key):
                return
            await self._work.refuse_silence(work)
            await self._work.send_pending(work)
            safe = await self._case_locks.vault.open(work.session, work.conversation.id)
            redacted = await self._case_locks.redacted_reply(safe, typed, work)
            sealed = safe.seal_file(draft_name(reference, member.id), typed.encode())
            goes = self._case_locks.clock() + self._undo
            work.session.add(
                PendingReply(
                    reference=reference, staff_id=member.id, text=redacted, sealed=sealed, form_key=key, sends_at=goes
                )
            )
            await drop(work.session, reference, member.id)
        self._soon()

    async def take_back(self, member: Member, reference: str) -> None:
        """The reply does not go; what was typed is the draft again. Raises Conflict when it has gone."""
        async with self._case_locks.open(member, reference) as work:
            reply = await work.session.get(PendingReply, reference, with_for_update=True)
            if reply is None or reply.staff_id != member.id:
                raise Conflict(TOO_LATE)
            await work.session.delete(reply)
            safe = await self._case_locks.vault.known(work.session, work.conversation.id)
            try:
                typed = safe.open_file(draft_name(reference, member.id), reply.sealed).decode() if safe else ""
            except Sealed:
                typed = ""
            await self._drafts.put(work.session, member.id, work.case, typed)

    async def send_due(self) -> int:
        """Sends every reply whose time has come; how many."""
        return await pending.send_due(self._case_locks.database, self._work.clocks, self._case_locks.clock)

    async def close(self) -> None:
        """Waits for nothing more: the round sends what is left."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _soon(self) -> None:
        task = asyncio.create_task(self._later())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _later(self) -> None:
        await asyncio.sleep(self._undo.total_seconds())
        try:
            await self.send_due()
        except DATABASE_DOWN:
            log.warning("replies_wait")  # the round sends them
