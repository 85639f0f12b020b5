"""Keys and what they wrap: AES-256-GCM throughout (NIST SP 800-38D), a fresh nonce each time."""

from __future__ import annotations

import base64
import secrets
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.kernel.errors import Unavailable
from api.kernel.wording import say

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyProblem(Exception):
    """The master key is missing, malformed or readable by others; the message says what to do."""


class Sealed(Unavailable):
    """Ciphertext that no key here opens: a wrong key, or somebody changed it."""

    code = "sealed"
    detail = say("errors.sealed")


class Key:
    """An AES-256 key. Encrypts with associated data, which must be the same to decrypt."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyProblem(f"A key has {KEY_BYTES} bytes; this one has {len(secret)}.")
        self._secret = secret
        self._cipher = AESGCM(secret)

    @classmethod
    def new(cls) -> Key:
        """A random AES-256 key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def encrypt(self, clear: bytes, about: str) -> bytes:
        """Nonce and ciphertext of `clear`, bound to `about`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, clear, about.encode())

    def decrypt(self, sealed: bytes, about: str) -> bytes:
        """The clear bytes. Raises Sealed."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
        except InvalidTag:
            raise Sealed() from None

    def wrap(self, key: Key, about: str) -> bytes:
        """Another key, encrypted under this one."""
        return self.encrypt(key._secret, about)

    def unwrap(self, wrapped: bytes, about: str) -> Key:
        """The key that was wrapped. Raises Sealed."""
        return Key(self.decrypt(wrapped, about))

    def fingerprint(self, value: str) -> str:
        """A keyed digest (HMAC-SHA256): the same value gives the same one, and without the key it says nothing."""
        digest = hmac.HMAC(self._derived(b"fingerprint"), hashes.SHA256())
        digest.update(value.encode())
        return digest.finalize().hex()[:32]

    @cached_property
    def name(self) -> str:
        """Which key this is, without saying what it is."""
        return self._derived(b"name").hex()[:12]

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(self._secret)


def read_key(text: str, origin: str) -> Key:
    """The key that `text` spells in base64. Raises KeyProblem, which names `origin` and nothing of the text."""
    try:
        return Key(base64.b64decode(text.strip(), validate=True))
    except (ValueError, KeyProblem):
        raise KeyProblem(f"{origin} must hold {KEY_BYTES} bytes as base64. See the runbook: The master key.") from None


def new_text() -> str:
    """A new random key in base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
