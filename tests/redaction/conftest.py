"""One warmed-up redactor for all tests of the package."""

from __future__ import annotations

from datetime import date

import pytest

from redaction import CouncilReference, Redactor, case_reference

REFERENCES = (
    case_reference("NB"),
    CouncilReference("council tax account", r"\b8\d{8}\b", ("council tax", "account", "ref", "reference", "ctax")),
    CouncilReference("benefit claim", r"\bHB\d{7}\b"),
    CouncilReference("parking charge notice", r"\bNB\d{8}[A-Z]?\b"),
)
PUBLISHED = frozenset(
    {"01632 960 000", "01632960111", "0300 123 4567", "Town Hall, 1 Market Square, Northbridge NB1 1AA"}
)


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    made = Redactor(REFERENCES, PUBLISHED, today=lambda: date(2026, 6, 1))
    made.warm_up()
    return made
