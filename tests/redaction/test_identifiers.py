"""Every identifier, in the shapes that people type: a table of message, what is found, and under which label."""

from __future__ import annotations

import pytest

from redaction import Redactor

SAID = "oh double seven double oh nine double oh one two three"
SAID_IN_HUNDREDS = "zero seven seven zero zero nine hundred one two three"
FOUND = [
    # telephone numbers
    ("my number is 07700 900123", "07700 900123", "PHONE_NUMBER"),
    ("ring 01632 960999 after six", "01632 960999", "PHONE_NUMBER"),
    ("Mobile: +44 7700 900 123.", "+44 7700 900 123", "PHONE_NUMBER"),
    ("+44 (0)1632 960 123 is best", "+44 (0)1632 960 123", "PHONE_NUMBER"),
    ("07700-900-123", "07700-900-123", "PHONE_NUMBER"),
    ("text me on 0770090012", "0770090012", "PHONE_NUMBER"),
    ("callme07700900123", "07700900123", "PHONE_NUMBER"),
    ("O77OO 9OO123", "O77OO 9OO123", "PHONE_NUMBER"),
    (f"it's {SAID}", SAID, "PHONE_NUMBER"),
    (f"ring {SAID_IN_HUNDREDS} please", SAID_IN_HUNDREDS, "PHONE_NUMBER"),
    ("my landline is 960 123", "960 123", "PHONE_NUMBER"),
    ("０７７００ ９００１２３", "０７７００ ９００１２３", "PHONE_NUMBER"),
    # postcodes
    ("I am in NB1 2AB", "NB1 2AB", "UK_POSTCODE"),
    ("the bins at nb12ab", "nb12ab", "UK_POSTCODE"),
    ("Sw1A  1aa", "Sw1A  1aa", "UK_POSTCODE"),
    ("my postcode is n w 1 4 d q", "n w 1 4 d q", "UK_POSTCODE"),
    ("november bravo one two alpha bravo", "november bravo one two alpha bravo", "UK_POSTCODE"),
    ("b for bravo 1 2 a b", "b for bravo 1 2 a b", "UK_POSTCODE"),
    ("postcode SW1A-1AA", "SW1A-1AA", "UK_POSTCODE"),
    ("postcode is SW1A IAA", "SW1A IAA", "UK_POSTCODE"),
    ("NB1\u200b2AB", "NB1\u200b2AB", "UK_POSTCODE"),
    # national insurance, NHS
    ("nino QQ 12 34 56 C", "QQ 12 34 56 C", "UK_NINO"),
    ("ab123456c", "ab123456c", "UK_NINO"),
    ("AB-12-34-56-C", "AB-12-34-56-C", "UK_NINO"),
    ("A B 1 2 3 4 5 6 C", "A B 1 2 3 4 5 6 C", "UK_NINO"),
    ("my national insurance number is AB 12 34 56", "AB 12 34 56", "UK_NINO"),
    ("NHS number 943 476 5919", "943 476 5919", "UK_NHS"),
    ("nhs no. 943 476 5918", "943 476 5918", "UK_NHS"),
    ("943.476.5919", "943.476.5919", "UK_NHS"),
    # banks and cards
    ("my account number at the bank is 12345678", "12345678", "BANK_ACCOUNT"),
    ("sort code 123456", "123456", "BANK_ACCOUNT"),
    ("GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", "BANK_ACCOUNT"),
    ("I paid with 4111 1111 1111 1111", "4111 1111 1111 1111", "CREDIT_CARD"),
    ("card 4111 1111 1111 1112 was refused", "4111 1111 1111 1112", "CREDIT_CARD"),
    # vehicles and licences
    ("a red Fiesta AB51 ABC is blocking us", "AB51 ABC", "UK_VEHICLE"),
    ("reg ab51abc", "ab51abc", "UK_VEHICLE"),
    ("the number plate is ABZ 1234", "ABZ 1234", "UK_VEHICLE"),
    ("K1 ABC", "K1 ABC", "UK_VEHICLE"),
    ("MORGA753116SM9IJ", "MORGA753116SM9IJ", "UK_DRIVING_LICENCE"),
    ("driving licence MORGA 753116 SM9IJ", "MORGA 753116 SM9IJ", "UK_DRIVING_LICENCE"),
    ("my passport is 123456789", "123456789", "UK_PASSPORT"),
    ("passport no AB1234567", "AB1234567", "UK_PASSPORT"),
    # dates of birth
    ("I was born on 12/03/1985", "12/03/1985", "DATE_OF_BIRTH"),
    ("dob 12.3.85", "12.3.85", "DATE_OF_BIRTH"),
    ("the 12th of March 1985", "the 12th of March 1985", "DATE_OF_BIRTH"),
    ("date of birth twelfth of march nineteen eighty five", "twelfth of march nineteen eighty five", "DATE_OF_BIRTH"),
    ("DOB: 120385", "120385", "DATE_OF_BIRTH"),
    ("march 12 1985", "march 12 1985", "DATE_OF_BIRTH"),
    ("my daughter was born 3 January 2026", "3 January 2026", "DATE_OF_BIRTH"),
    # e-mail and machines
    ("write to o'brien-jane+bins@example.co.uk please", "o'brien-jane+bins@example.co.uk", "EMAIL_ADDRESS"),
    ("jane dot smith at example dot co dot uk", "jane dot smith at example dot co dot uk", "EMAIL_ADDRESS"),
    ("jane.smith [at] example [dot] com", "jane.smith [at] example [dot] com", "EMAIL_ADDRESS"),
    ("j underscore smith99 at example dot com", "j underscore smith99 at example dot com", "EMAIL_ADDRESS"),
    ("my router says 192.168.1.77", "192.168.1.77", "IP_ADDRESS"),
    # references
    ("council tax account 812345678", "812345678", "COUNCIL_REFERENCE"),
    ("my claim is HB1234567", "HB1234567", "COUNCIL_REFERENCE"),
    ("I got fine NB12345678", "NB12345678", "COUNCIL_REFERENCE"),
    ("reference number is QX5T7ZBA", "QX5T7ZBA", "COUNCIL_REFERENCE"),
    ("UTR 1955839661K", "1955839661K", "COUNCIL_REFERENCE"),
    ("uprn 100062410143", "100062410143", "COUNCIL_REFERENCE"),
]  # fmt: skip

STAYS = [
    "My bin day is Tuesday 12/03", "the 2026/27 tax year", "planning application 24/01234/FUL", "it costs £450.50",
    "I need form SC1 and a V5C", "open 9am to 5.30pm", "bus 42 a", "there are 3 bins for 2 b", "she is 84 years old",
    "call 999 or 101", "dial 111", "the council line is 01632 960 000", "0300 123 4567", "band D", "10:30",
    "the meeting is on 14 September 2026", "room b1 2nd floor", "the a14 2pm", "M25 and A1", "1 April 2026",
    "I waited 45 minutes for the 27 bus", "two thousand people", "0800 123 4567", "between 10 and 12 on 3 July",
]  # fmt: skip


@pytest.mark.parametrize(("message", "value", "label"), FOUND)
def test_an_identifier_is_found_whole_under_its_label(redactor: Redactor, message: str, value: str, label: str) -> None:
    findings = redactor.redact(message).findings
    assert [(message[found.start : found.end], found.label) for found in findings] == [(value, label)]


@pytest.mark.parametrize("message", STAYS)
def test_what_is_no_personal_data_stays(redactor: Redactor, message: str) -> None:
    assert redactor.redact(message).text == message


def test_a_sort_code_and_its_account_are_two_findings(redactor: Redactor) -> None:
    result = redactor.redact("refund to 08-99-99 66374958 please")
    assert result.text == "refund to <BANK_ACCOUNT_1> <BANK_ACCOUNT_2> please"


def test_a_failed_checksum_never_saves_a_number_from_redaction(redactor: Redactor) -> None:
    assert "1112" not in redactor.redact("pay by 4111 1111 1111 1112").text
