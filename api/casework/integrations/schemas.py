"""Cases as other systems read and change them. Personal data is never in them: placeholders stand for it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["open", "claimed", "closed"]
LONGEST_NOTE = 4000


class OutsideNote(BaseModel):
    """A note on a case. Residents do not see it."""

    author: str
    text: str
    created_at: datetime


class OutsideCase(BaseModel):
    """A case, as other systems read it."""

    reference: str = Field(examples=["NB-7K2M-4QXD"])
    conversation: UUID = Field(description="For `GET /api/v1/transcripts/{conversation_id}`.")
    kind: str
    team: str
    service: str | None
    priority: str
    reason: str
    summary: str = Field(description="Redacted: personal details are placeholders such as <PERSON_1>.")
    status: Status
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None


class CaseWithNotes(OutsideCase):
    """A case with what other systems noted on it."""

    notes: list[OutsideNote]


class CasePage(BaseModel):
    """Cases, those that changed longest ago first. Send `next` back as `after` for those that follow."""

    cases: list[OutsideCase]
    next: str | None


class NewNote(BaseModel):
    """A note that another system adds to a case."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=LONGEST_NOTE)


class NewStatus(BaseModel):
    """How the case stands from now on. A case is claimed by people only."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["open", "closed"]


class TranscriptLine(BaseModel):
    """One message of a transcript."""

    sender: Literal["resident", "bot", "staff", "system"]
    text: str
    created_at: datetime


class OutsideTranscript(BaseModel):
    """A conversation, redacted, the oldest message first."""

    id: UUID
    owner: str
    messages: list[TranscriptLine]
