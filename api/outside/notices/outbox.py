"""The embedded default: nothing leaves. Staff read on the outbox page what would have been sent."""

from __future__ import annotations

from api.outside.notices.carrier import Carried, NoticeMessage


class Outbox:
    """A carrier that keeps everything where it is. It never asks for anybody's details."""

    name = "outbox"
    takes_values = False

    async def send(self, message: NoticeMessage) -> Carried:
        """Nothing to do: the outbox page shows it."""
        return Carried()

    async def find(self, message_id: str) -> Carried | None:
        """None: nothing that this carrier keeps ever left."""
        return None
