"""Addresses of machines on the internet, version 4 and 6."""

from __future__ import annotations

import ipaddress

from redaction.recognisers.identifier import Identifier


class IpAddress(Identifier):
    label = "IP_ADDRESS"
    needs_digit = False
    shapes = (
        ("version 4", r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)", 0.7),
        ("version 6", r"(?<![\w:])[0-9A-F]{0,4}(?::[0-9A-F]{0,4}){2,7}(?![\w:])", 0.7),
    )
    phrases = ("ip", "ip address", "router")

    def rate(self, value: str, score: float) -> float:
        try:
            ipaddress.ip_address(value)
        except ValueError:
            return 0.0 if ":" in value else 0.2
        return score
