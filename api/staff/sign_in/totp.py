"""Time-based one-time passwords (RFC 6238): secrets, codes, and what an app needs to learn one."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno
from markupsafe import Markup

from api.staff.accounts.passwords import one_time_password

STEP_SECONDS = 30
LATE_OR_EARLY = (0, -1, 1)  # steps that a phone's clock may be off
RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the set-up page shows: the key to type, in groups of four, and a picture of it to scan."""

    key: str
    picture: Markup


def new_secret() -> str:
    """A random secret of 160 bits, in base32 as apps read it."""
    return pyotp.random_base32()


def set_up(secret: str, username: str, issuer: str) -> SetUp:
    """The secret as people and cameras read it."""
    address = pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)
    picture = segno.make(address, error="m").svg_inline(scale=4, border=4, dark="#000", light="#fff")
    groups = (secret[at : at + 4] for at in range(0, len(secret), 4))
    return SetUp(" ".join(groups), Markup(picture))  # noqa: S704 the picture is drawn by us and holds no words


def step_of(secret: str, code: str, at: datetime, last_step: int) -> int | None:
    """The step whose code this is, if it is later than the last one used; None for any other code."""
    typed, now = code.replace(" ", ""), int(at.timestamp()) // STEP_SECONDS
    app = pyotp.TOTP(secret)
    fits = [step for step in (now + off for off in LATE_OR_EARLY) if _same(app.generate_otp(step), typed)]
    return next((step for step in fits if step > last_step), None)


def recovery_codes() -> tuple[str, ...]:
    """Codes for somebody whose phone is gone, such as `k7mf-9qwx-t3hd-pz4r`."""
    return tuple(one_time_password() for _ in range(RECOVERY_CODES))


def recovery_digest(staff_id: int, code: str) -> str:
    """The stored digest of a recovery code: SHA-256 suffices for 79 random bits. Dashes and case are ignored."""
    plain = "".join(filter(str.isalnum, code)).casefold()
    return hashlib.sha256(f"{staff_id}:{plain}".encode()).hexdigest()


def _same(right: str, typed: str) -> bool:
    return hmac.compare_digest(right.encode(), typed.encode())
