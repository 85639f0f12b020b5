"""Check digits raise a score; they never decide."""

from __future__ import annotations

import pytest

from redaction.recognisers.bank import iban_is_valid
from redaction.recognisers.card import luhn_is_valid
from redaction.recognisers.nhs import nhs_check_digit


@pytest.mark.parametrize(("leading", "check"), [("943476591", 9), ("401023213", 7), ("450557710", 4)])
def test_the_nhs_check_digit_is_that_of_the_data_dictionary(leading: str, check: int) -> None:
    assert nhs_check_digit(leading) == check


@pytest.mark.parametrize(("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False), ("0", True)])
def test_the_luhn_sum_tells_a_card_from_a_slip(digits: str, valid: bool) -> None:
    assert luhn_is_valid(digits) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [("GB82 WEST 1234 5698 7654 32", True), ("gb82west12345698765432", True), ("GB82 WEST 1234 5698 7654 33", False)],
)
def test_an_iban_is_checked_modulo_97(value: str, valid: bool) -> None:
    assert iban_is_valid(value) is valid
