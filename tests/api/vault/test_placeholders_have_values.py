"""No text that is stored holds a placeholder without a value in the vault, whatever residents and staff type."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.db.tables.vault import VaultFingerprint, VaultValue
from api.vault.keys import Key
from api.vault.service import Safe
from redaction import LABELS, Label, Placeholders, Redactor
from redaction.text.placeholders import find

CONVERSATION = UUID(int=1)
TYPED = st.lists(
    st.one_of(
        st.builds("<{}_{}>".format, st.sampled_from(LABELS), st.sampled_from([1, 2, 3, 999_999, 1_000_000])),
        st.sampled_from(["my name is Priya Nair", "07700 900123", "nb1 2ab", "jane@example.com", "of 12 Mill Road"]),
        st.text(max_size=6),
    ),
    max_size=5,
).map(" ".join)


class Tables:
    """Takes what a safe would add to the database."""

    def __init__(self) -> None:
        self.fingerprints: dict[str, str] = {}
        self.values: dict[str, bytes] = {}

    def add(self, row: Any) -> None:
        """Keeps a row; the same twice would break the table's key."""
        match row:
            case VaultFingerprint():
                assert row.fingerprint not in self.fingerprints
                self.fingerprints[row.fingerprint] = row.placeholder
            case VaultValue():
                assert row.placeholder not in self.values
                self.values[row.placeholder] = row.sealed


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    """A redactor that is ready."""
    made = Redactor()
    made.warm_up()
    return made


@given(
    messages=st.lists(
        st.tuples(TYPED, st.booleans(), st.one_of(st.none(), st.sampled_from(LABELS))), min_size=1, max_size=5
    )
)
@settings(max_examples=100, deadline=None)
def test_every_placeholder_of_a_conversation_stands_for_a_value(
    redactor: Redactor, messages: list[tuple[str, bool, Label | None]]
) -> None:
    tables = Tables()
    safe, stored = Safe(tables, CONVERSATION, Key.new()), []  # type: ignore[arg-type]
    for typed, quotes, expecting in messages:
        known = Placeholders(safe.fingerprint, tables.fingerprints)
        quoted = [str(each) for each in find(typed)] if quotes else []  # as staff may
        redaction = redactor.redact(typed, expecting, known, ours=quoted)
        safe.keep(typed, redaction.findings, known)
        stored.append(redaction.text)
    assert {str(each) for text in stored for each in find(text)} <= tables.values.keys()
