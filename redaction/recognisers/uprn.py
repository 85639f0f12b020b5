"""Unique Property Reference Numbers: up to twelve digits, only where the words around say so (GeoPlace)."""

from __future__ import annotations

from redaction.recognisers.identifier import Identifier


class PropertyReference(Identifier):
    label = "COUNCIL_REFERENCE"
    shapes = (("digits", r"(?<![\w.\-£])\d{4,13}(?![\w]|[.,]\d)", 0.2),)
    phrases = ("uprn", "property reference", "property number", "property ref")
