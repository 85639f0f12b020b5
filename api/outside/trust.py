"""Callbacks from services that could not show who they are."""

from __future__ import annotations

from http import HTTPStatus

from api.kernel.errors import ReeveError


class NotTrusted(ReeveError):
    """The token or the signature is missing or wrong."""

    status, code = HTTPStatus.UNAUTHORIZED, "not_trusted"
    detail = "We could not be sure who sent this, so nothing was changed. Check the token or the signing secret."
