"""Redacted text for stand-ins of the redactor."""

from __future__ import annotations

from redaction import Redacted


def sealed(text: str) -> Redacted:
    """Text as though the redactor had made it. The product cannot do this: there only `redaction` holds the seal."""
    return str.__new__(Redacted, text)
