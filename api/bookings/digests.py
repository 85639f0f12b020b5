"""Keyed digests: how homes and postcodes are compared without being kept, and how links are signed."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from api.vault.keyring import Keyring
from api.vault.keys import Key
from api.vault.site_key import site_key

KEY = "bookings"


@dataclass(frozen=True)
class Digests:
    """Digests under the site's own key for bookings."""

    key: Key

    def household(self, home: str) -> str:
        """What stands for a home, given its UPRN or its address."""
        return self.key.fingerprint(f"household|{_plain(home)}")

    def proof(self, reference: str, postcode: str) -> str:
        """What a postcode is compared with; every booking has another, so that they say nothing of each other."""
        return self.key.fingerprint(f"proof|{reference}|{_plain(postcode)}")

    def signature(self, reference: str) -> str:
        """What a link to a booking carries."""
        return self.key.fingerprint(f"link|{reference}")

    def signed(self, reference: str, signature: str) -> bool:
        """Whether a link is ours."""
        return hmac.compare_digest(self.signature(reference).encode(), signature.encode())


class DigestKeeper:
    """Opens the key once, on first use."""

    def __init__(self, masters: Keyring) -> None:
        self._masters = masters
        self._digests: Digests | None = None

    async def open(self, session: AsyncSession) -> Digests:
        """The digests. Raises Sealed."""
        if self._digests is None:
            self._digests = Digests(await site_key(session, self._masters, KEY))
        return self._digests


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
