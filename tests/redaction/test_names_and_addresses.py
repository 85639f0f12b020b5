"""Names where people announce them, and addresses that say which door."""

from __future__ import annotations

import pytest

from redaction import Redactor

NAMES = [
    ("My name is Priya Nair", "Priya Nair"),
    ("my name is priya nair and my bin was missed", "priya nair"),
    ("MY NAME IS PRIYA NAIR", "PRIYA NAIR"),
    ("it's booked under the name of tomasz wieczorek, thanks", "tomasz wieczorek"),
    ("Mrs Okonkwo lives next door", "Okonkwo"),
    ("please tell mr o'brien", "o'brien"),
    ("mrsjones has a parking permit", "mrsjones"),
    ("The bin is still here.\nKind regards,\nGrace Adeyemi", "Grace Adeyemi"),
    ("thanks, siobhan kelleher", "siobhan kelleher"),
    ("Kwame Boateng is my name", "Kwame Boateng"),
    ("Hi, Anneliese Vogt here, I have a booking", "Anneliese Vogt"),
    ("surname: Wójcik-Hall", "Wójcik-Hall"),
    ("j a n e w a l s h", "j a n e w a l s h"),
]
ADDRESSES = [
    ("I live at 12 Mill Road", "12 Mill Road"),
    ("12 mill road, northbridge", "12 mill road, northbridge"),
    ("it is flat 3, 22b high st", "flat 3, 22b high st"),
    ("Flat 2, Rose Court", "Flat 2, Rose Court"),
    ("We moved to 7 St John's Close, Northbridge.", "7 St John's Close, Northbridge"),
    ("bins not emptied at 4-6 Station Parade", "4-6 Station Parade"),
    ("i live at rose cottage, mill lane", "rose cottage, mill lane"),
]
STREETS = [
    "there are potholes all along Mill Road", "the swings in Victoria Park are broken", "2 potholes in Rose Lane",
    "it is a 5 minute walk", "a 20 mph road", "bus 42 High Street", "4 bedroom house", "is the A14 closed",
    "Northbridge Town Hall", "fly tipping behind the library on Church Street", "Castle ward",
]  # fmt: skip


@pytest.mark.parametrize(("message", "name"), NAMES)
def test_an_announced_name_is_found_whole(redactor: Redactor, message: str, name: str) -> None:
    findings = redactor.redact(message).findings
    assert [(message[found.start : found.end], found.label) for found in findings] == [(name, "PERSON")]


@pytest.mark.parametrize(("message", "address"), ADDRESSES)
def test_a_door_with_its_street_is_found_whole(redactor: Redactor, message: str, address: str) -> None:
    findings = redactor.redact(message).findings
    assert [(message[found.start : found.end], found.label) for found in findings] == [(address, "ADDRESS")]


@pytest.mark.parametrize("message", STREETS)
def test_a_street_or_park_alone_stays(redactor: Redactor, message: str) -> None:
    assert redactor.redact(message).text == message
