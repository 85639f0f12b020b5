"""One identifier a file. `all_recognisers` is the whole list, in no particular order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from presidio_analyzer import EntityRecognizer

from redaction.recognisers.address import StreetAddress
from redaction.recognisers.bank import AccountNumber, Iban, SortCode
from redaction.recognisers.card import PaymentCard
from redaction.recognisers.council_reference import (
    CalledReference,
    CouncilReference,
    LongNumber,
    OwnReference,
)
from redaction.recognisers.date_of_birth import DateOfBirth
from redaction.recognisers.driving_licence import DrivingLicence
from redaction.recognisers.email import EmailAddress
from redaction.recognisers.full_name import FullName
from redaction.recognisers.ip_address import IpAddress
from redaction.recognisers.learned import Learned
from redaction.recognisers.nhs import NhsNumber
from redaction.recognisers.nino import NationalInsurance
from redaction.recognisers.passport import Passport
from redaction.recognisers.person import PersonName
from redaction.recognisers.phone import PhoneNumber
from redaction.recognisers.postcode import Postcode
from redaction.recognisers.uprn import PropertyReference
from redaction.recognisers.utr import TaxpayerReference
from redaction.recognisers.vehicle import VehicleRegistration


def all_recognisers(
    references: Sequence[CouncilReference] = (), today: Callable[[], date] = date.today
) -> list[EntityRecognizer]:
    """A fresh set, with one recogniser for each kind of reference that the council describes."""
    return [
        AccountNumber(), CalledReference(), DateOfBirth(today), DrivingLicence(), EmailAddress(), FullName(), Iban(),
        IpAddress(), Learned(), LongNumber(), NationalInsurance(), NhsNumber(), Passport(), PaymentCard(), PersonName(),
        PhoneNumber(), Postcode(), PropertyReference(), SortCode(), StreetAddress(), TaxpayerReference(),
        VehicleRegistration(), *map(OwnReference, references),
    ]  # fmt: skip
