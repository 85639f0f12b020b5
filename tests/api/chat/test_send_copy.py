"""A resident has a copy of the conversation sent by email."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from api.chat.send_copy import AskFirst
from api.kernel.errors import BadRequest, NotFound, TooMany
from api.vault.service import kept_placeholders
from tests.support.outside.email_copies import Copies

EMAIL = "zaqwyx@example.org"


async def tables(copies: Copies) -> str:
    """Everything that the tables of notices, jobs and the vault say in clear."""
    async with copies.room.database.transaction() as session:
        kept = [
            str((await session.execute(text(f"select t::text from {table} t"))).all())  # noqa: S608
            for table in ("notice", "procrastinate_jobs", "message", "vault_value", "vault_fingerprint")
        ]
    return " ".join(kept)


async def test_the_copy_arrives_with_what_was_hidden_still_hidden(copies: Copies) -> None:
    await copies.send(f" {EMAIL} ")
    await copies.room.delivery.sweep()
    (sent,) = copies.server.sent
    assert sent["to"] == EMAIL
    said = sent["personalisation"]["conversation"]
    assert "I am [name 1 hidden] and my bin was not emptied" in said
    assert "Assistant (a computer program):\nTell us your address." in said
    assert sent["personalisation"]["council"] == "Northbridge Council"


async def test_the_address_is_in_the_vault_alone_and_the_copy_in_no_notice(copies: Copies) -> None:
    await copies.send(EMAIL)
    kept = await tables(copies)
    assert EMAIL not in kept
    assert [row.recipient for row in await copies.room.rows()] == ["<EMAIL_ADDRESS_1>"]
    assert [set(row.facts) for row in await copies.room.rows()] == [{"council", "reference"}]


async def test_the_embedded_outbox_takes_it_without_asking_for_the_address(copies: Copies) -> None:
    await copies.send(EMAIL)
    await copies.room.embedded().sweep()
    (row,) = await copies.room.rows()
    assert (row.state, row.carrier) == ("sent", "outbox")
    assert copies.server.sent == []


async def test_one_copy_goes_in_ten_minutes(copies: Copies) -> None:
    await copies.send(EMAIL)
    with pytest.raises(TooMany):
        await copies.send("another@example.org")
    assert len(await copies.room.rows()) == 1
    copies.later()
    await copies.send("another@example.org")
    assert len(await copies.room.rows()) == 2


async def test_after_danger_nothing_is_sent_or_kept_until_the_resident_says_it_is_safe(copies: Copies) -> None:
    await copies.in_danger()
    with pytest.raises(AskFirst) as refused:
        await copies.send(EMAIL)
    assert refused.value.code == "ask_first"
    assert await copies.room.rows() == []
    async with copies.room.database.transaction() as session:
        assert not await kept_placeholders(session, copies.id)
    await copies.send(EMAIL, safe=True)
    assert len(await copies.room.rows()) == 1
    await copies.room.delivery.sweep()
    assert [each["to"] for each in copies.server.sent] == [EMAIL]


@pytest.mark.parametrize(
    "typed", ["", "no", "a@b@c", "@example.org", "name@", "a b@example.org", "a@x.org,b@x.org", "<EMAIL_ADDRESS_1>@x"]
)
async def test_what_is_no_address_is_refused(copies: Copies, typed: str) -> None:
    with pytest.raises(BadRequest):
        await copies.send(typed)


async def test_nobody_else_has_a_copy_sent(copies: Copies) -> None:
    copies.token = "somebody-elses"
    with pytest.raises(NotFound):
        await copies.send(EMAIL)
