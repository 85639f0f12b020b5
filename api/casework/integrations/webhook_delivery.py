"""Telling other systems: what is signed, where it may go, and one attempt at it."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from api.casework.wording import say
from api.kernel.form_problems import FormProblem
from knowledge.importers.addresses import NotPublic, PublicNetwork
from knowledge.importers.transport import Transport

SECONDS = 10.0  # for one attempt, whatever the other side does
LONGEST_URL = 500
AGENT = "Reeve-Webhooks/1"


class DeliveryRefused(Exception):
    """The other side did not take it; the message says why, and holds nothing of its answer."""


def signature(secret: str, at: int, body: str) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 over the moment, a full stop and the body. A copy sent later shows its age."""
    made = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256)
    return f"t={at},v1={made.hexdigest()}"


def check_address(url: str, inside: frozenset[str]) -> str:
    """The address of a webhook, if it may be one: https, or an address that the settings allow. Raises FormProblem."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or len(url) > LONGEST_URL or parts.username or parts.password or not url.strip().isprintable():
        raise FormProblem("url", say("webhooks.address"))
    if parts.scheme == "https" or (parts.scheme == "http" and host in inside and _loopback(host)):
        return url.strip()
    raise FormProblem("url", say("webhooks.https"))


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class WebhookDelivery:
    """Sends, from a thread: to public addresses, and to those `inside` the network that the settings allow."""

    inside: frozenset[str] = frozenset()
    clock: Callable[[], float] = time.time

    def send(self, url: str, secret: str, body: str, headers: Mapping[str, str]) -> None:
        """Posts one event. Any answer from 200 to 299 counts, redirects are not followed. Raises DeliveryRefused."""
        network = PublicNetwork(self.inside, deadline=time.monotonic() + SECONDS)
        sent = {
            "Content-Type": "application/json",
            "User-Agent": AGENT,
            "Reeve-Signature": signature(secret, int(self.clock()), body),
            **headers,
        }
        transport = Transport(network)
        try:
            timeouts = dict.fromkeys(("connect", "read", "write", "pool"), SECONDS)
            request = httpx.Request("POST", url, content=body.encode(), headers=sent, extensions={"timeout": timeouts})
            answer = transport.handle_request(request)
            status = answer.status_code
            answer.close()
        except NotPublic:
            raise DeliveryRefused("The address lies inside a network, where Reeve does not send.") from None
        except httpx.TimeoutException:
            raise DeliveryRefused("It took too long to answer.") from None
        except (httpx.TransportError, OSError):
            raise DeliveryRefused("It could not be reached.") from None
        finally:
            transport.close()
        if not 200 <= status < 300:
            raise DeliveryRefused(f"It answered with status {status}.")
