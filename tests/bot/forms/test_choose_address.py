"""Several addresses fit what was typed: they are offered in the dialogue, which itself sees placeholders only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.forms.stored_form import under_way

if TYPE_CHECKING:
    from tests.support.bot.talk import Talk

BEGIN = ("I want to book a bulky waste collection", "a sofa", "14 Quay Street, NB1 2AB")


@pytest.mark.parametrize("reply", ["press", "flat 2", "the second one"])
async def test_one_of_several_addresses_is_chosen_and_read_back(talk: Talk, reply: str) -> None:
    for words in BEGIN:
        await talk.say(words)
    buttons = talk.turns[-1].replies[-1].buttons
    assert talk.last.startswith("Which of these is it?")
    assert [talk.kept[each.title] for each in buttons] == [f"Flat {n}, 14 Quay Street, NB1 2AB" for n in (1, 2, 3)]
    if reply == "press":
        await talk.say("Flat 2, 14 Quay Street, NB1 2AB", buttons[1].choice)
    else:
        await talk.say(reply)
    assert f"You chose “{buttons[1].title}”" in talk.last
    filling = under_way(talk.state)
    assert filling is not None
    assert filling.answers["address"] == buttons[1].title
    assert "Quay" not in str(talk.state)


async def test_another_address_may_be_typed_instead(talk: Talk) -> None:
    for words in BEGIN:
        await talk.say(words)
    await talk.say("3 Elm Road, NB1 2CD")
    filling = under_way(talk.state)
    assert filling is not None
    assert talk.kept[filling.answers["address"].split(",")[0]].startswith("3 Elm Road")
