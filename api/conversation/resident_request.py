"""What a request of a resident carries: their token, their conversation, where it comes from, and its limits."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.conversation.admission import ConversationNotFound
from api.conversation.wording import say
from api.kernel.client_address import client_address
from api.kernel.limits.limits import Limits
from api.kernel.parts import part
from api.settings import Settings

bearer = HTTPBearer(auto_error=False, description=say("conversation.token"))


def residents_token(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    """The resident's token. Without one, every conversation is one that cannot be found."""
    if credentials is None:
        raise ConversationNotFound()
    return credentials.credentials


def residents_address(request: Request, settings: Annotated[Settings, part(Settings)]) -> str | None:
    """Where the resident writes from: for the limits, and nothing else."""
    return client_address(request, settings.client_address_header)


Limited = Annotated[Limits, part(Limits)]
Address = Annotated[str | None, Depends(residents_address)]
Token = Annotated[str, Depends(residents_token)]
ConversationId = Annotated[UUID, Path(description="The conversation's id.")]
