"""What the council publishes is nobody's personal data, in whatever grouping it is written."""

from __future__ import annotations

import pytest

from redaction.published import PublishedContacts, is_public_line

PUBLISHED = PublishedContacts({"01632 960 000", "Town Hall, 1 Market Square, Northbridge NB1 1AA"})


@pytest.mark.parametrize(
    "found", ["01632960000", "(01632) 960-000", "+44 1632 960000", "0044 1632 960 000", "1 Market Square", "NB1 1AA"]
)
def test_a_published_value_is_known_however_it_is_written(found: str) -> None:
    assert PUBLISHED.holds(found)


@pytest.mark.parametrize(
    "found", ["01632 960001", "11 Market Square", "Market", "1 Market Square Flat 2", "NB1 1AB", ""]
)
def test_what_is_not_published_is_not_held(found: str) -> None:
    assert not PUBLISHED.holds(found)


@pytest.mark.parametrize("digits", ["03001234567", "443001234567", "08001111", "08081234567", "0800123456", "116123"])
def test_lines_that_only_organisations_have_are_public(digits: str) -> None:
    assert is_public_line(digits) == (digits != "08001111")


@pytest.mark.parametrize("digits", ["07700900123", "01632960999", "0845123456", "", "999"])
def test_other_lines_may_be_somebodys_own(digits: str) -> None:
    assert not is_public_line(digits)
