"""Where GOV.UK Notify tells what became of a message.

The form is https://docs.notifications.service.gov.uk/python.html#delivery-receipts: JSON with `id`, `reference`, `to`,
`status` and more, and a bearer token in the header `Authorization`. Notify repeats a receipt every 5 minutes, up to
5 times, until it is answered with 2xx.
"""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field

from api.kernel.errors import problems
from api.kernel.parts import parts_of
from api.outside.notices.receipts import Receipts
from api.outside.trust import NotTrusted
from api.settings import Settings

router = APIRouter(prefix="/api/v1/notices", tags=["Outside services"])
bearer = HTTPBearer(auto_error=False, description="REEVE_NOTIFY_CALLBACK_TOKEN", scheme_name="NotifyToken")


class Receipt(BaseModel):
    """A receipt. What else it holds, such as the address it went to, is not even read."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: str = Field(max_length=40)
    reference: str | None = Field(None, max_length=1000)
    status: str = Field(max_length=40)


async def is_notify(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> None:
    """Raises NotTrusted unless the caller holds the token."""
    token = parts_of(request)[Settings].notify_callback_token
    offered = credentials.credentials if credentials else ""
    if token is None or not secrets.compare_digest(offered.encode(), token.get_secret_value().encode()):
        raise NotTrusted()


@router.post(
    "/receipts",
    status_code=204,
    summary="Take a delivery receipt of GOV.UK Notify",
    responses=problems(401, 422, 503),
    dependencies=[Depends(is_notify)],
)
async def take_receipt(request: Request, receipt: Receipt) -> None:
    """Notes what became of a notice. One that we do not know, or know already, is taken and changes nothing."""
    receipts: Receipts = parts_of(request)[Receipts]
    await receipts.take(receipt.id, receipt.reference, receipt.status)
