"""Keyed digests: how homes and postcodes are compared without being kept, and how links are signed."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from sqlalchemy import text

from api.db.session import Database
from api.vault.keys import Key, new_text, read_key
from api.vault.secrets import Secrets

DIGEST_KEY = "bookings digests"


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
        """Whether this site signed the link to this booking."""
        return hmac.compare_digest(self.signature(reference).encode(), signature.encode())


class DigestKeeper:
    """Opens the key once, on first use, in a transaction of its own: what is kept in memory is kept for good."""

    def __init__(self, secrets: Secrets, database: Database) -> None:
        self._secrets, self._database = secrets, database
        self._digests: Digests | None = None

    async def open(self) -> Digests:
        """The digests; ask before a transaction begins. Raises Sealed."""
        if self._digests is None:
            async with self._database.transaction() as session:
                await session.execute(text("select pg_advisory_xact_lock(hashtext(:name))"), {"name": DIGEST_KEY})
                known = await self._secrets.read(session, DIGEST_KEY)
                if known is None:
                    known = new_text()
                    await self._secrets.keep(session, DIGEST_KEY, known)
            self._digests = Digests(read_key(known, DIGEST_KEY))
        return self._digests


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
