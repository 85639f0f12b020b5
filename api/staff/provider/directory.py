"""What the provider publishes of itself: where its pages are, and the keys that it signs with."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from api.staff.provider.rules import ProviderDown

SECONDS = 5.0  # longest silence of the provider
KEEP_SECONDS = 3600.0
AGAIN_SECONDS = 10.0  # least time between two looks for a key that is new
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Directory:
    """Discovery document and keys, kept for an hour. Nothing is asked before somebody signs in."""

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer, self._clock = issuer, clock
        self._places: tuple[float, Mapping[str, str]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def places(self) -> Mapping[str, str]:
        """The addresses of PLACES. Raises ProviderDown."""
        if self._places is None or self._places[0] + KEEP_SECONDS <= self._clock():
            told = await self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if told.get("issuer") != self._issuer:  # somebody else's document
                raise ProviderDown()
            self._places = self._clock(), {name: safe_address(told.get(name)) for name in PLACES}
        return self._places[1]

    async def keys(self, *, newer: bool = False) -> KeySet:
        """The provider's keys; `newer` looks again, because one was not among those that are known."""
        age = self._clock() - self._keys[0] if self._keys else KEEP_SECONDS
        if self._keys is None or age >= (AGAIN_SECONDS if newer else KEEP_SECONDS):
            told = await self._get((await self.places())["jwks_uri"])
            try:
                self._keys = self._clock(), KeySet.import_key_set({"keys": told["keys"]})
            except (JoseError, KeyError, TypeError, ValueError):
                raise ProviderDown() from None
        return self._keys[1]

    async def _get(self, address: str) -> dict[str, Any]:
        try:
            async with client() as http:
                answer = (await http.get(safe_address(address))).raise_for_status().json()
        except (httpx.HTTPError, ValueError):
            raise ProviderDown() from None
        if not isinstance(answer, dict):
            raise ProviderDown()
        return answer


def client() -> httpx.AsyncClient:
    """Speaks with the provider: no proxy of the environment, no redirects, no long silence."""
    return httpx.AsyncClient(timeout=SECONDS, trust_env=False, follow_redirects=False)


def safe_address(address: object) -> str:
    """The address, if it is https or on this machine. Raises ProviderDown."""
    parts = urlsplit(address) if isinstance(address, str) else None
    if (
        parts
        and parts.hostname
        and (parts.scheme == "https" or (parts.scheme, parts.hostname in _LOOPBACK) == ("http", True))
    ):
        return str(address)
    raise ProviderDown()
