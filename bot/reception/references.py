"""Case references: easy to read aloud, hard to guess, with a check character."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # no 0, 1, I, O, U; 31 signs, a prime, so the check catches any slip
_LENGTH = 7


def check_character(body: str) -> str:
    """A weighted sum modulo 31, which catches every single slip and every swap of neighbours."""
    total = sum((position + 2) * ALPHABET.index(sign) for position, sign in enumerate(body))
    return ALPHABET[total % 31]


class NewReference:
    """Makes references such as NB-7K2M-4QXD: seven random characters and a check character."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __call__(self) -> str:
        """A new reference; 31**7 of them exist."""
        body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        signs = body + check_character(body)
        return f"{self._prefix}-{signs[:4]}-{signs[4:]}"


def as_stored(typed: str) -> str:
    """A reference as it is stored, however it was typed: NB-7K2M-4QXD for `nb 7k2m 4qxd`; empty when it is none."""
    signs = "".join(filter(str.isalnum, typed.upper()))
    body = signs[-_LENGTH - 1 :]
    reference = f"{signs[: -_LENGTH - 1]}-{body[:4]}-{body[4:]}"
    return reference if is_reference(reference) else ""


def is_reference(text: str) -> bool:
    """Whether `text` is a reference with the right check character; case and dashes do not matter."""
    signs = "".join(text.upper().split("-")[1:])
    if len(signs) != _LENGTH + 1 or any(sign not in ALPHABET for sign in signs):
        return False
    return check_character(signs[:-1]) == signs[-1]
