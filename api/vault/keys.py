"""The master key and what it wraps: AES-256-GCM throughout (NIST SP 800-38D), a fresh nonce each time."""

from __future__ import annotations

import base64
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyProblem(Exception):
    """The master key is missing, malformed or readable by others; the message says what to do."""


class Sealed(Exception):
    """Ciphertext that this key does not open: a wrong key, or somebody changed it."""


class Key:
    """An AES-256 key. Encrypts with associated data, which must be the same to decrypt."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyProblem(f"A key has {KEY_BYTES} bytes; this one has {len(secret)}.")
        self._secret = secret
        self._cipher = AESGCM(secret)

    @classmethod
    def new(cls) -> Key:
        """A random key."""
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
            raise Sealed("this key does not open that value") from None

    def wrap(self, key: Key, about: str) -> bytes:
        """`key`, encrypted under this one."""
        return self.encrypt(key._secret, about)

    def unwrap(self, wrapped: bytes, about: str) -> Key:
        """The key that was wrapped. Raises Sealed."""
        return Key(self.decrypt(wrapped, about))

    def fingerprint(self, value: str) -> str:
        """A keyed digest (HMAC-SHA256): the same value gives the same one, and without the key it says nothing."""
        digest = hmac.HMAC(self._derived(b"fingerprint"), hashes.SHA256())
        digest.update(value.encode())
        return digest.finalize().hex()[:32]

    @property
    def name(self) -> str:
        """Which key this is, without saying what it is."""
        return self._derived(b"name").hex()[:12]

    def _derived(self, purpose: bytes) -> bytes:
        return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose).derive(self._secret)


def master_key(setting: SecretStr | None, file: Path) -> Key:
    """The master key from the setting, else from the file, which is made on first use. Raises KeyProblem."""
    if setting is not None:
        return Key(_decoded(setting.get_secret_value(), "REEVE_MASTER_KEY"))
    if not file.exists():
        _write_new(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise KeyProblem(f"{file.name} can be read by others. Run: chmod 600 on it, then start again.")
    return Key(_decoded(file.read_text(), file.name))


def _decoded(text: str, origin: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except ValueError:
        raise KeyProblem(f"{origin} must hold {KEY_BYTES} bytes as base64.") from None


def _write_new(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return
    with os.fdopen(handle, "w") as stream:
        stream.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
