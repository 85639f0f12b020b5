"""How much is let through, how it comes back, and that memory stays bounded."""

from __future__ import annotations

from uuid import uuid4

import pytest
from starlette.requests import Request

from api.kernel.client_address import client_address, from_this_machine
from api.kernel.errors import TooMany
from api.kernel.limits import allowances
from api.kernel.limits.allowances import Claim, OwnAllowances
from api.kernel.limits.limits import Limits, network
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


async def test_the_whole_allowance_may_be_taken_at_once_and_then_one_comes_back_after_another() -> None:
    clock = Clock()
    own, claim = OwnAllowances(clock), Claim("a", 3, 60.0)
    assert [await own.take(claim) for _ in range(3)] == [0, 0, 0]
    assert await own.take(claim) == pytest.approx(20)
    clock.at += 20
    assert await own.take(claim) == 0
    assert await own.take(claim) == pytest.approx(20)
    clock.at += 600
    assert [await own.take(claim) for _ in range(3)] == [0, 0, 0]
    assert await own.take(claim) > 0


async def test_what_is_refused_takes_nothing() -> None:
    own = OwnAllowances(Clock())
    await own.take(Claim("a", 1, 10.0))
    assert [round(await own.take(Claim("a", 1, 10.0))) for _ in range(50)] == [10] * 50
    assert await own.take(Claim("b", 2, 10.0), Claim("a", 1, 10.0)) == 10
    assert [await own.take(Claim("b", 2, 10.0)) for _ in range(2)] == [0, 0], "of two, neither was taken"


async def test_each_key_has_an_allowance_of_its_own() -> None:
    own = OwnAllowances(Clock())
    assert [await own.take(Claim(key, 1, 60.0)) for key in "abc"] == [0, 0, 0]


async def test_no_allowance_means_no_limit() -> None:
    own = OwnAllowances(Clock())
    assert {await own.take(Claim("a", 0, 60.0)) for _ in range(1000)} == {0}


async def test_a_flood_from_everywhere_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowances, "ROOM", 100)
    clock = Clock()
    own = OwnAllowances(clock)
    for number in range(1000):
        await own.take(Claim(str(number), 5, 60.0))
    assert own.remembered == 100
    clock.at += 61
    await own.take(Claim("new", 5, 60.0))
    assert own.remembered == 1, "what has run out goes first"


async def test_nobody_makes_the_council_write_to_many_strangers() -> None:
    some = Limits(Settings(_env_file=None, limit_copies=2), OwnAllowances(Clock()))
    await some.copy("192.0.2.1")
    await some.copy("192.0.2.1")
    await some.copy("192.0.2.2")
    with pytest.raises(TooMany) as caught:
        await some.copy("192.0.2.1")
    assert caught.value.retry_after == 1800


async def test_each_limit_says_in_plain_words_when_to_try_again_and_whom_to_call() -> None:
    settings = Settings(
        _env_file=None, limit_conversations=1, limit_messages=2, limit_messages_per_conversation=1, limit_sign_ins=1
    )
    known, conversation = Limits(settings, OwnAllowances(Clock())), uuid4()
    await known.start("192.0.2.1")
    with pytest.raises(TooMany) as start:
        await known.start("192.0.2.1")
    assert start.value.retry_after == 3600
    await known.message("192.0.2.1", conversation)
    with pytest.raises(TooMany) as message:
        await known.message("192.0.2.9", conversation)
    assert "wait 60 seconds" in message.value.detail and "call 999" in message.value.detail
    await known.message("192.0.2.1", uuid4())
    with pytest.raises(TooMany):
        await known.message("192.0.2.1", uuid4())
    await known.sign_in("192.0.2.1")
    with pytest.raises(TooMany):
        await known.sign_in("192.0.2.1")
    await known.sign_in("192.0.2.2")


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
