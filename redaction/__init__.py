"""Raw text in, safe text out. Knows no council, no bot and no database.

The names below load on first use: whoever wants only `redaction.text` need not load the recognisers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redaction.placeholders import Placeholders
    from redaction.recognisers.council_reference import CouncilReference, case_reference
    from redaction.redacted import NOTHING, Finding, Redacted, Redaction, RedactionFailed
    from redaction.redactor import Redactor
    from redaction.text.labels import LABELS, Label

__all__ = [
    "LABELS",
    "NOTHING",
    "CouncilReference",
    "Finding",
    "Label",
    "Placeholders",
    "Redacted",
    "Redaction",
    "RedactionFailed",
    "Redactor",
    "case_reference",
]
_IN = {
    "LABELS": "redaction.text.labels",
    "Label": "redaction.text.labels",
    "CouncilReference": "redaction.recognisers.council_reference",
    "Placeholders": "redaction.placeholders",
    "Redactor": "redaction.redactor",
    "case_reference": "redaction.recognisers.council_reference",
}


def __getattr__(name: str) -> Any:
    """A public name, from the module that defines it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_IN.get(name, "redaction.redacted")), name)
