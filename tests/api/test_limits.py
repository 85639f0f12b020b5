"""How much is let through, how it comes back, and that memory stays bounded."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.requests import Request

from api.kernel import limits
from api.kernel.client_address import client_address, from_this_machine
from api.kernel.errors import TooMany
from api.kernel.limits import Allowance, Limits, network
from api.settings import Settings


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def request(peer: str | None, *headers: tuple[str, str]) -> Request:
    """A request from a connection's address, with headers."""
    raw = [(name.lower().encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "headers": raw, "client": (peer, 1234) if peer else None})


def test_the_whole_allowance_may_be_taken_at_once_and_then_one_comes_back_after_another() -> None:
    clock = Clock()
    allowance = Allowance(3, 60.0, clock)
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 0]
    assert allowance.take("a") == pytest.approx(20)
    clock.at += 20
    assert allowance.take("a") == 0
    assert allowance.take("a") == pytest.approx(20)
    clock.at += 600
    assert [allowance.take("a") for _ in range(3)] == [0, 0, 0]
    assert allowance.take("a") > 0


def test_what_is_refused_takes_nothing() -> None:
    clock = Clock()
    allowance = Allowance(1, 10.0, clock)
    allowance.take("a")
    assert [round(allowance.take("a")) for _ in range(50)] == [10] * 50


def test_each_key_has_an_allowance_of_its_own() -> None:
    allowance = Allowance(1, 60.0, Clock())
    assert [allowance.take(key) for key in "abc"] == [0, 0, 0]


def test_no_allowance_means_no_limit() -> None:
    allowance = Allowance(0, 60.0, Clock())
    assert {allowance.take("a") for _ in range(1000)} == {0}


def test_a_flood_from_everywhere_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROOM", 100)
    clock = Clock()
    allowance = Allowance(5, 60.0, clock)
    for number in range(1000):
        allowance.take(str(number))
    assert len(allowance._whole_at) == 100
    clock.at += 61
    allowance.take("new")
    assert len(allowance._whole_at) == 1, "what has run out goes first"


def test_nobody_makes_the_council_write_to_many_strangers() -> None:
    some = Limits(Settings(_env_file=None, limit_copies=2), Clock())
    some.copy("192.0.2.1")
    some.copy("192.0.2.1")
    some.copy("192.0.2.2")
    with pytest.raises(TooMany) as caught:
        some.copy("192.0.2.1")
    assert caught.value.retry_after == 1800


def test_each_limit_says_in_plain_words_when_to_try_again_and_whom_to_call() -> None:
    settings = Settings(
        _env_file=None, limit_conversations=1, limit_messages=2, limit_messages_per_conversation=1, limit_sign_ins=1
    )
    known, conversation = Limits(settings, Clock()), uuid4()
    known.start("192.0.2.1")
    with pytest.raises(TooMany) as start:
        known.start("192.0.2.1")
    assert start.value.retry_after == 3600
    known.message("192.0.2.1", conversation)
    with pytest.raises(TooMany) as message:
        known.message("192.0.2.9", conversation)
    assert "wait 60 seconds" in message.value.detail and "call 999" in message.value.detail
    known.message("192.0.2.1", uuid4())
    with pytest.raises(TooMany):
        known.message("192.0.2.1", uuid4())
    known.sign_in("192.0.2.1")
    with pytest.raises(TooMany):
        known.sign_in("192.0.2.1")
    known.sign_in("192.0.2.2")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        (None, None, True),
    ],
)
def test_what_counts_as_one_visitor(one: str | None, other: str | None, same: bool) -> None:
    assert (network(one) == network(other)) is same


@pytest.mark.parametrize(
    ("header", "sent", "address"),
    [
        ("", [("X-Forwarded-For", "203.0.113.9")], "192.0.2.1"),
        ("X-Real-IP", [("X-Forwarded-For", "203.0.113.9")], "192.0.2.1"),
        ("X-Real-IP", [("X-Real-IP", "203.0.113.9")], "203.0.113.9"),
        ("X-Forwarded-For", [("X-Forwarded-For", "198.51.100.7, 203.0.113.9")], "203.0.113.9"),
        ("X-Forwarded-For", [("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "203.0.113.9")], "203.0.113.9"),
        ("X-Forwarded-For", [("X-Forwarded-For", "<script>")], "192.0.2.1"),
        ("X-Forwarded-For", [("X-Forwarded-For", "")], "192.0.2.1"),
        ("X-Forwarded-For", [("X-Forwarded-For", "2001:DB8::0001")], "2001:db8::1"),
    ],
)
def test_only_the_header_of_the_settings_is_believed_and_only_its_last_address(
    header: str, sent: list[tuple[str, str]], address: str
) -> None:
    assert client_address(request("192.0.2.1", *sent), header) == address


def test_what_a_proxy_on_this_machine_passes_on_does_not_come_from_this_machine() -> None:
    assert from_this_machine(request("127.0.0.1"))
    assert not from_this_machine(request("127.0.0.1", ("X-Forwarded-For", "203.0.113.9")))
    assert not from_this_machine(request("127.0.0.1", ("Forwarded", "for=203.0.113.9")))
    assert not from_this_machine(request("192.0.2.1"))
    assert not from_this_machine(request(None))
