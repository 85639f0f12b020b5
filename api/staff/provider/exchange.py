"""OpenID Connect's authorisation code flow with PKCE, from our side."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from api.staff.provider.directory import SECONDS, Directory, client
from api.staff.provider.rules import ProviderDown, ProviderRefused, ProviderRules

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")  # a provider's own key signs; never a secret that we share
LEEWAY = 60  # seconds that the two clocks may differ


@dataclass(frozen=True, slots=True)
class StartedSignIn:
    """A sign-in that is under way. All three must be known to whoever comes back."""

    state: str
    nonce: str
    verifier: str


class Exchange:
    """Sends people to the provider, and reads what they bring back."""

    def __init__(self, rules: ProviderRules, directory: Directory, clock: Callable[[], float] = time.time) -> None:
        self._rules, self._directory, self._clock = rules, directory, clock

    async def start(self) -> tuple[str, StartedSignIn]:
        """The provider's address to go to, and what to remember meanwhile. Raises ProviderDown."""
        began = StartedSignIn(*(secrets.token_urlsafe(32) for _ in range(3)))
        place = (await self._directory.places())["authorization_endpoint"]
        rules = self._rules
        address = prepare_grant_uri(
            place,
            rules.client_id,
            "code",
            redirect_uri=rules.redirect_uri,
            scope=rules.scopes,
            state=began.state,
            nonce=began.nonce,
            code_challenge=create_s256_code_challenge(began.verifier),
            code_challenge_method="S256",
        )
        return str(address), began

    async def finish(self, code: str, began: StartedSignIn) -> Mapping[str, Any]:
        """The claims of the identity token that the code gives. Raises ProviderRefused and ProviderDown."""
        token = await self._token(code, began)
        try:
            return await self._claims(token, began)
        except (JoseError, AuthlibBaseError, ValueError, TypeError):
            raise ProviderRefused() from None

    async def _token(self, code: str, began: StartedSignIn) -> str:
        place = (await self._directory.places())["token_endpoint"]
        rules = self._rules
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": began.verifier,
            "redirect_uri": rules.redirect_uri,
            "client_id": rules.client_id,
        }
        secret = rules.client_secret
        auth = (
            httpx.BasicAuth(quote(rules.client_id, safe=""), quote(secret, safe=""))
            if secret
            else httpx.USE_CLIENT_DEFAULT
        )
        try:
            async with client() as http, asyncio.timeout(2 * SECONDS):
                answer = await http.post(place, data=form, auth=auth)
        except (httpx.HTTPError, TimeoutError):
            raise ProviderDown() from None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ProviderDown()
        try:
            token = answer.raise_for_status().json()["id_token"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            raise ProviderRefused() from None
        if not isinstance(token, str):
            raise ProviderRefused()
        return token

    async def _claims(self, token: str, began: StartedSignIn) -> Mapping[str, Any]:
        try:
            read = jwt.decode(token, await self._directory.keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # a key that is new since we looked, perhaps
            read = jwt.decode(token, await self._directory.keys(newer=True), algorithms=ALGORITHMS)
        rules = self._rules
        wanted = {
            "iss": {"essential": True, "value": rules.issuer},
            "aud": {"essential": True, "value": rules.client_id},
        }
        claims = CodeIDToken(read.claims, read.header, wanted, {"nonce": began.nonce, "client_id": rules.client_id})
        claims.validate(now=int(self._clock()), leeway=LEEWAY)
        return dict(claims)
