"""Check digits: a right one lifts the score of what has the shape, a wrong one never ends the search."""

from __future__ import annotations

import pytest

from redaction.recognisers.bank import Iban
from redaction.recognisers.card import PaymentCard
from redaction.recognisers.identifier import Identifier
from redaction.recognisers.nhs import NhsNumber
from redaction.recognisers.utr import TaxpayerReference

CHECKED = [
    (NhsNumber(), "943 476 5919", "943 476 5918"),
    (NhsNumber(), "4010232137", "4010232138"),
    (NhsNumber(), "450 557 7104", "450 557 7105"),
    (PaymentCard(), "4111 1111 1111 1111", "4111 1111 1111 1112"),
    (Iban(), "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
    (Iban(), "gb82west12345698765432", "gb82west12345698765433"),
    (TaxpayerReference(), "19558 39661", "29558 39661"),
]


@pytest.mark.parametrize(("recogniser", "right", "wrong"), CHECKED)
def test_a_right_check_digit_lifts_the_score_and_a_wrong_one_leaves_it(
    recogniser: Identifier, right: str, wrong: str
) -> None:
    weight = 0.55
    assert recogniser.rate(right, weight) > weight
    assert recogniser.rate(wrong, weight) == weight


@pytest.mark.parametrize(("recogniser", "right", "wrong"), CHECKED)
def test_a_wrong_check_digit_is_found_all_the_same(recogniser: Identifier, right: str, wrong: str) -> None:
    (label,) = recogniser.supported_entities
    assert recogniser.analyze(right, [label])
    assert recogniser.analyze(wrong, [label])
