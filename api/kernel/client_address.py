"""Where a request comes from. What a visitor can write into a header is believed only if the settings say so."""

from __future__ import annotations

from ipaddress import ip_address

from fastapi import Request

PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip")


def client_address(request: Request, header: str) -> str | None:
    """The visitor's address: the last one in `header`, which our own proxy wrote, else the connection's."""
    told = request.headers.getlist(header) if header else []
    last = told[-1].rpartition(",")[2].strip() if told else ""
    try:
        return str(ip_address(last))
    except ValueError:
        return request.client.host if request.client else None


def from_this_machine(request: Request) -> bool:
    """Whether somebody on this machine asks, and no proxy on it asks for somebody else."""
    here = request.client is not None and request.client.host in ("127.0.0.1", "::1")
    return here and not any(name in request.headers for name in PASSED_ON)
