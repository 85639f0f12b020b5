"""How much one address or one conversation may ask for."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from uuid import UUID

from api.kernel.errors import Limit, TooMany
from api.kernel.limits.allowances import Allowances, Claim, OwnAllowances
from api.settings import Settings

MINUTE, HOUR = 60.0, 3600.0


class Limits:
    """The limits of the settings. Each method raises TooMany."""

    def __init__(self, settings: Settings, allowances: Allowances | None = None) -> None:
        self._most = settings
        self._allowances = allowances or OwnAllowances()

    async def start(self, address: str | None) -> None:
        """Somebody starts a conversation."""
        await self._take("chats", Claim(f"start {network(address)}", self._most.limit_conversations, HOUR))

    async def message(self, address: str | None, conversation_id: UUID) -> None:
        """Somebody sends a message. Whoever catches the error lets a message through that tells of danger."""
        await self._take(
            "messages",
            Claim(f"turn {conversation_id}", self._most.limit_messages_per_conversation, MINUTE),
            Claim(f"message {network(address)}", self._most.limit_messages, MINUTE),
        )

    async def lookup(self, address: str | None) -> None:
        """Somebody looks for a booking by its reference and postcode."""
        await self._take("lookups", Claim(f"lookup {network(address)}", self._most.limit_lookups, MINUTE))

    async def token(self, token_id: int) -> None:
        """Another system asks for something with its token."""
        await self._take("tokens", Claim(f"token {token_id}", self._most.limit_token_requests, MINUTE))

    async def copy(self, address: str | None) -> None:
        """Somebody asks for a copy by email: nobody may make the council write to strangers."""
        await self._take("copies", Claim(f"copy {network(address)}", self._most.limit_copies, HOUR))

    async def sign_in(self, address: str | None) -> None:
        """Somebody tries to sign in."""
        await self._take("sign_ins", Claim(f"sign-in {network(address)}", self._most.limit_sign_ins, MINUTE))

    async def close(self) -> None:
        """Lets go of the connection to the database."""
        await self._allowances.close()

    async def _take(self, what: Limit, *claims: Claim) -> None:
        if wait := await self._allowances.take(*claims):
            raise TooMany(wait, what)


def network(address: str | None) -> str:
    """What counts as one: an IPv4 address, or the 64 bits of an IPv6 address that one household has."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or known.exploded[:19])
    return str(known)
