"""The chat's JSON: what the widget, the no-script pages and other systems send and receive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.conversation.ownership import Owner

MESSAGE_LIMIT = 4000  # characters; more is refused with a clear error
CHOICE_LIMIT = 80
COMMENT_LIMIT = 1000

Sender = Literal["resident", "bot", "staff", "system"]


class Link(BaseModel):
    """The council page that an answer comes from."""

    title: str
    url: str


class Button(BaseModel):
    """A reply the resident can choose instead of typing. Send `choice` back with the next message."""

    title: str
    choice: str


class CardLine(BaseModel):
    """One line of a crisis card: what to do, with a number to call or a page to open."""

    text: str
    phone: str | None = None
    url: str | None = None
    hours: str | None = None


class Card(BaseModel):
    """Fixed help for one kind of emergency."""

    kind: str
    title: str
    lines: list[CardLine]
    leave_page: bool = Field(description="Show a button that leaves this page at once.")


class HandedOverCase(BaseModel):
    """The case that a person now works on."""

    reference: str = Field(examples=["NB-7K2M-4QXD"])
    team: str


class Message(BaseModel):
    """One message as everybody sees it: personal data is replaced by placeholders."""

    model_config = ConfigDict(frozen=True)

    id: int
    sender: Sender
    sender_name: str | None = None
    text: str
    html: str | None = Field(None, description="The same words as safe HTML; absent for residents' messages.")
    lang: str | None = Field(None, description="Language of the text (ISO 639-1) where it is not English.")
    link: Link | None = None
    reviewed_on: date | None = None
    buttons: list[Button] = []
    wants: Literal["photo", "place"] | None = Field(
        None, description="What may be sent instead of words, as the choice `photo:CODE` or `place:WHERE`."
    )
    card: Card | None = None
    case: HandedOverCase | None = None
    created_at: datetime


class Started(BaseModel):
    """A new conversation. The token is shown once; keep it to write and read."""

    id: UUID
    token: str
    messages: list[Message]


class Enquiry(BaseModel):
    """What a resident sends: words, or the `choice` of a button that was just offered."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"text": "My bin was not emptied"}})

    text: str = Field(min_length=1, max_length=MESSAGE_LIMIT)
    choice: str | None = Field(None, max_length=CHOICE_LIMIT)


class Words(BaseModel):
    """What somebody wrote who could not start a conversation."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MESSAGE_LIMIT)


class Answered(BaseModel):
    """A finished turn: its named outcome and every message it added, the resident's own first."""

    outcome: str
    owner: Owner
    messages: list[Message]


class Help(BaseModel):
    """Fixed help for an emergency; no messages when the words tell of none."""

    messages: list[Message]


class Erased(BaseModel):
    """A conversation that was erased."""

    cases_kept: list[str] = Field(
        description="References of cases under way: the council keeps working on them, without personal details.",
        examples=[["NB-7K2M-4QXD"]],
    )


class QueueStanding(BaseModel):
    """How it stands with the person a resident asked for. What is not known is left out, never guessed."""

    team: str
    reference: str = Field(examples=["NB-7K2M-4QXD"])
    name: str | None = Field(None, description="Who has joined.")
    place: int | None = Field(None, ge=1, description="Place in the queue, 1 being next; absent outside hours.")
    wait_minutes: int | None = Field(
        None, description="Within so many minutes most residents were answered lately; absent when too few were."
    )
    open: bool = Field(description="Whether the team is at work now.")
    opens_at: datetime | None = Field(None, description="When it opens again; absent while it is open.")
    contact: Literal["", "offered", "left"] = Field(
        "", description="Whether the resident may leave contact details, or has left them."
    )
    read: int = Field(0, description="Id of the newest message that a person here has seen.")


class Contact(BaseModel):
    """How a resident may be reached. It goes into the vault and is used for the one enquiry."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=120)
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    when: str = Field("", max_length=200, description="When it suits.", examples=["Mornings"])


class Satisfaction(BaseModel):
    """How it went, in a resident's own view."""

    model_config = ConfigDict(extra="forbid")

    score: int = Field(ge=1, le=5, description="1 is very bad, 5 is very good.", examples=[4])
    comment: str = Field("", max_length=COMMENT_LIMIT)


class Rated(BaseModel):
    """What was kept of a rating, its comment redacted; `messages` is fixed help where the comment told of danger."""

    score: int
    comment: str
    messages: list[Message] = []


class Seen(BaseModel):
    """Up to which message a resident has read."""

    model_config = ConfigDict(extra="forbid")

    id: int = Field(ge=1, lt=2**62)


class CopyTo(BaseModel):
    """Where a copy of the conversation is to go."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=254, examples=["name@example.com"])
    safe: bool = Field(False, description="The resident says that nobody else reads what is sent there.")


class Accepted(BaseModel):
    """The copy was accepted and is on its way."""

    accepted: bool = True


class Transcript(BaseModel):
    """A conversation so far, oldest message first. `standing` is there while a person is coming or has joined."""

    id: UUID
    owner: Owner
    messages: list[Message]
    standing: QueueStanding | None = None
    rate: bool = Field(False, description="Whether to ask the resident now how it went.")
    lang: str | None = Field(None, description="The resident's language (ISO 639-1) where it is not English.")
    ask_safe: bool = Field(
        False, description="Something here told of danger: ask whether an email is safe before one is sent."
    )
