"""Passwords: argon2id hashes, the rule for a good one, and one-time passwords that can be read aloud."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.staff.wording import say

T = TypeVar("T")

SHORTEST, LONGEST = 12, 200  # characters
LEAST_VARIETY = 5  # different characters
AT_ONCE = 4  # hashes computed at the same time; each takes 64 MiB
COMMON = frozenset({"password", "letmein", "qwerty", "welcome", "council", "changeme", "administrator"})
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0, 1, i, l, o: they get mixed up
_GROUPS, _GROUP = 4, 4  # 31**16, about 79 bits


class Passwords:
    """Hashes and checks off the event loop, a few at a time so that a flood cannot eat the memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="argon2")

    async def hash(self, password: str) -> str:
        """What may be stored of a password."""
        return await self._off_loop(partial(self._hasher.hash, _same_form(password)))

    async def check(self, stored: str | None, password: str) -> bool:
        """Whether the password fits. Without a stored hash the same work is done, and the answer is no."""
        fits = await self._off_loop(partial(self._fits, stored, _same_form(password[:LONGEST])))
        return fits and stored is not None and len(password) <= LONGEST

    def outdated(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    def _fits(self, stored: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(stored or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _off_loop(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def weakness(password: str, username: str) -> str | None:
    """What is wrong with a new password, as a sentence; None when it will do."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return say("passwords.too_short", least=SHORTEST)
    if len(password) > LONGEST:
        return say("passwords.too_long", most=LONGEST)
    if username.casefold() in plain:
        return say("passwords.holds_username")
    if len(set(plain)) < LEAST_VARIETY or "".join(filter(str.isalpha, plain)) in COMMON:
        return say("passwords.too_easy")
    return None


def one_time_password() -> str:
    """A random password in groups, such as `k7mf-9qwx-t3hd-pz4r`, for the first sign-in only."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _same_form(password: str) -> str:
    """Keyboards write the same letter in different ways; it must not matter which."""
    return unicodedata.normalize("NFKC", password)
