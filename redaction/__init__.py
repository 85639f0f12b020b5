"""Raw text in, safe text out. Knows no council, no bot and no database."""

from redaction.placeholders import Placeholders
from redaction.recognisers.council_reference import CouncilReference, case_reference
from redaction.redacted import LABELS, NOTHING, Finding, Label, Redacted, Redaction, RedactionFailed
from redaction.redactor import Redactor

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
