"""Driving licence numbers: sixteen characters that begin with the surname (DVLA), eight digits in Northern Ireland."""

from __future__ import annotations

from redaction.recognisers.identifier import Identifier


class DrivingLicence(Identifier):
    label = "UK_DRIVING_LICENCE"
    shapes = (
        (
            "sixteen",
            r"(?<![A-Z0-9])[A-Z9]{5}[ ]?\d{6}[ ]?[A-Z9]{2}[ ]?\d?[A-Z0-9]{2,3}(?:[ ]\d\d)?(?![A-Z0-9])",
            0.85,
        ),
        (
            "with a slip",
            r"(?<![A-Z0-9])(?=[A-Z])[A-Z0-9]{5}\d{5,7}[A-Z0-9]{4,6}(?:[ ]\d\d)?(?![A-Z0-9])",
            0.5,
        ),
        ("northern irish", r"(?<![\w.\-/£])\d{8}(?![\w]|[.,]\d)", 0.2),
    )
    phrases = ("licence", "license", "driving", "driver", "dvla", "dva")
