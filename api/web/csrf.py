"""Forms from our own pages only: where the request comes from, and a token that only our page knows."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from fastapi import Request

from api.kernel.form_problems import ForeignForm

FIELD = "csrf"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_source(request: Request, public_url: str) -> None:
    """Raises ForeignForm unless the browser says that our own page sent this.

    Sec-Fetch-Site cannot be forged by a page; browsers without it send Origin with every form.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise ForeignForm()
        return
    if request.headers.get("origin") not in (origin(public_url), origin(str(request.base_url))):
        raise ForeignForm()


async def check_token(request: Request, expected: str) -> None:
    """Raises ForeignForm unless the form carries the expected token."""
    given = (await request.form()).get(FIELD)
    if not isinstance(given, str) or not same(given, expected):
        raise ForeignForm()


def same(given: str, expected: str) -> bool:
    """Compares in constant time. Nothing equals nothing."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def origin(url: str) -> str:
    """Scheme, host and port of an address, as a browser writes them in Origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
