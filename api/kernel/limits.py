"""How much one address or one conversation may ask for. Kept in memory: addresses are neither stored nor logged."""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from api.kernel.errors import Limit, TooMany
from api.settings import Settings

ROOM = 50_000  # keys remembered at once; about 10 MB
MINUTE, HOUR = 60.0, 3600.0


class Allowance:
    """So many in a period for each key: all at once if need be, and then as they come back, one by one.

    For each key one moment is kept: when its allowance will be whole again (the generic cell rate algorithm).
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._period, self._clock = most, seconds, clock
        self._whole_at: dict[str, float] = {}

    def take(self, key: str) -> float:
        """Takes one and returns 0, or takes none and returns the seconds until there is one."""
        if not self._most:
            return 0.0
        now = self._clock()
        whole_at = max(self._whole_at.get(key, now), now) + self._period / self._most
        if (wait := whole_at - now - self._period) > 1e-6:
            return wait
        self._make_room(key, now)
        self._whole_at[key] = whole_at
        return 0.0

    def _make_room(self, key: str, now: float) -> None:
        if key in self._whole_at or len(self._whole_at) < ROOM:
            return
        self._whole_at = {each: at for each, at in self._whole_at.items() if at > now}
        while len(self._whole_at) >= ROOM:  # the oldest goes: a flood from everywhere must not fill the memory
            del self._whole_at[next(iter(self._whole_at))]


class Limits:
    """The limits of this process; every replica counts for itself. Each method raises TooMany."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._starts = Allowance(settings.limit_conversations, HOUR, clock)
        self._messages = Allowance(settings.limit_messages, MINUTE, clock)
        self._turns = Allowance(settings.limit_messages_per_conversation, MINUTE, clock)
        self._sign_ins = Allowance(settings.limit_sign_ins, MINUTE, clock)
        self._tokens = Allowance(settings.limit_token_requests, MINUTE, clock)
        self._copies = Allowance(settings.limit_copies, HOUR, clock)
        self._lookups = Allowance(settings.limit_lookups, MINUTE, clock)

    def start(self, address: str | None) -> None:
        """Somebody starts a conversation."""
        _require(self._starts.take(network(address)), "chats")

    def message(self, address: str | None, conversation_id: UUID) -> None:
        """Somebody sends a message. Whoever catches the error lets a message through that tells of danger."""
        _require(self._turns.take(str(conversation_id)) or self._messages.take(network(address)), "messages")

    def lookup(self, address: str | None) -> None:
        """Somebody looks for a booking by its reference and postcode."""
        _require(self._lookups.take(network(address)), "lookups")

    def token(self, token_id: int) -> None:
        """Another system asks for something with its token."""
        _require(self._tokens.take(str(token_id)), "tokens")

    def copy(self, address: str | None) -> None:
        """Somebody asks for a copy by email: nobody may make the council write to strangers."""
        _require(self._copies.take(network(address)), "copies")

    def sign_in(self, address: str | None) -> None:
        """Somebody tries to sign in."""
        _require(self._sign_ins.take(network(address)), "sign_ins")


def network(address: str | None) -> str:
    """What counts as one: an IPv4 address, or the 64 bits of an IPv6 address that one household has."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or known.exploded[:19])
    return str(known)


def _require(wait: float, what: Limit) -> None:
    if wait:
        raise TooMany(wait, what)
