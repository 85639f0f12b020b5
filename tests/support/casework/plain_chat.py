"""The resident's side of the chat beside a desk whose hours and targets are plain: always open, no targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from api.casework.life.intake import Intake
from api.casework.queue.desk_policy import DeskPolicy, plain_desk
from api.casework.queue.queue_position import QueuePositions
from api.casework.supervision.rating_prompt import is_to_be_asked
from api.chat.ports import DeskOfChat
from api.db.base import now
from bot.council import Council


def case_desk(council: Council, policy: DeskPolicy | None = None, clock: Callable[[], datetime] = now) -> DeskOfChat:
    """The desk that the chat needs, over real queues and clocks."""
    known = policy or plain_desk()
    return DeskOfChat(Intake(known, clock), QueuePositions(known, council, clock), is_to_be_asked)
