"""Callbacks from services that could not show who they are."""

from __future__ import annotations

from http import HTTPStatus

from api.kernel.errors import ReeveError
from api.outside.wording import say


class NotTrusted(ReeveError):
    """The token or the signature is missing or wrong."""

    status, code = HTTPStatus.UNAUTHORIZED, "not_trusted"
    detail = say("errors.not_trusted")
