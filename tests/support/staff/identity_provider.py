"""A small OpenID Connect provider that really runs, on loopback. It speaks discovery, authorise, token and keys, and
can be told to do each of them wrongly."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Form, HTTPException, Request
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "reeve", "client-secret"


@dataclass
class IdentityProvider:
    """Signs in whoever comes, as `person`. `faults` change claims of its tokens."""

    person: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, Any] = field(default_factory=dict)
    sign_with: Any = None  # another key than the published one
    algorithm: str = "RS256"
    issued: dict[str, dict[str, str]] = field(default_factory=dict)
    asked_for_keys: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        self.told_issuer = self.issuer
        self.rotate()
        config = uvicorn.Config(self._app(), host="127.0.0.1", port=port, log_config=None, ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        """Listens."""
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        """Goes down."""
        self._server.should_exit = True
        self._thread.join(timeout=5)

    def rotate(self) -> None:
        """Another key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        def discovery() -> dict[str, str]:
            return {
                "issuer": self.told_issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            self.asked_for_keys += 1
            return {"keys": [self.key.as_dict(private=False)]}

        @app.get("/authorize")
        def authorize(request: Request) -> RedirectResponse:
            asked = dict(request.query_params)
            assert asked["response_type"] == "code" and asked["client_id"] == CLIENT, asked
            assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split(), asked
            code = secrets.token_urlsafe(16)
            self.issued[code] = asked
            answer = urlencode({"code": code, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 302)

        @app.post("/token")
        def token(
            request: Request,
            code: Annotated[str, Form()],
            code_verifier: Annotated[str, Form()],
            redirect_uri: Annotated[str, Form()],
        ) -> dict[str, Any]:
            asked = self.issued.pop(code, None)
            basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
            if asked is None or request.headers.get("authorization") != f"Basic {basic}":
                raise HTTPException(400, "invalid_grant")
            if challenge != asked["code_challenge"] or redirect_uri != asked["redirect_uri"]:
                raise HTTPException(400, "invalid_grant")
            return {"access_token": "unused", "token_type": "Bearer", "id_token": self._identity(asked["nonce"])}

        return app

    def _identity(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.person}
        claims = {name: value for name, value in {**claims, **self.faults}.items() if value is not None}
        key = self.sign_with or self.key
        header = {"alg": self.algorithm, **({"kid": key.kid} if not isinstance(key, OctKey) else {})}
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])
