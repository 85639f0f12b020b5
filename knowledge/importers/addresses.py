"""Where a connection may go: to public addresses only, looked up once and connected to as looked up."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore

Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")
_LOW32 = 0xFFFF_FFFF


class NotPublic(Exception):
    """The name leads to an address inside a network. The message is for a person."""


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could be at this address; an address that carries another must pass twice."""
    if isinstance(address, IPv6Address) and address in _NAT64:
        return is_public(IPv4Address(int(address) & _LOW32))
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return all(is_public(inner) for inner in _carried(address))


def _carried(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to by mapping or tunnel."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


@dataclass
class PublicNetwork(httpcore.NetworkBackend):
    """Connects by name, but only after every address of the name was found to be public.

    The connection goes to the address that was checked, so a name that changes its mind in between leads
    nowhere. `allowed` are addresses that pass unchecked, for tests. `deadline` (time.monotonic) ends whatever
    is going on, however slowly the other side drips.
    """

    allowed: frozenset[str] = frozenset()
    deadline: float | None = None
    _plain: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that takes it. Raises NotPublic, httpcore.ConnectError."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._checked(host, port):
            try:
                plain = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(plain, self)
        raise failure

    def left(self, timeout: float | None) -> float | None:
        """The timeout, or what is left until the deadline if that is sooner. Raises httpcore.ReadTimeout."""
        if self.deadline is None:
            return timeout
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(timeout, left)

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            if address not in self.allowed and not is_public(ip_address(address)):
                raise NotPublic(f"{host} leads to {address}, which is not a public address")
        return addresses


class _Timed(httpcore.NetworkStream):
    """A stream of which no read, write or handshake outlasts the deadline."""

    def __init__(self, plain: httpcore.NetworkStream, network: PublicNetwork) -> None:
        self._plain = plain
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._plain.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._plain.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._plain.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._plain.start_tls(ssl_context, server_hostname, self._network.left(timeout))
        return _Timed(inner, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._plain.get_extra_info(info)
