"""What of a reply is stored beside its words: what a resident may see, and nothing of the council's own."""

from __future__ import annotations

from datetime import date

import pytest

from api.conversation.shown_messages import extras
from bot.turn import Button, Card, CardLine, CaseDraft, Link, Reply

CASE = CaseDraft("NB-7K2M-4QXD", "waste", "missed-bin", "high", "complaint", "A bin was not emptied.")


@pytest.mark.parametrize(
    ("reply", "team", "stored"),
    [
        (Reply("Hello."), None, {}),
        (Reply("Helo.", lang="cy", wants="photo"), None, {"lang": "cy", "wants": "photo"}),
        (
            Reply("Yes.", link=Link("Bins", "/bins"), reviewed_on=date(2026, 4, 1)),
            None,
            {"link": {"title": "Bins", "url": "/bins"}, "reviewed_on": "2026-04-01"},
        ),
        (
            Reply("Which?", buttons=(Button("Missed bin", "service:missed-bin"),)),
            None,
            {"buttons": [{"title": "Missed bin", "choice": "service:missed-bin"}]},
        ),
        (
            Reply("", card=Card("gas", "Leave now", "crisis", (CardLine("Ring", phone="01632 960001"),))),
            "Crisis team",
            {
                "card": {
                    "kind": "gas", "title": "Leave now", "leave_page": False,
                    "lines": [{"text": "Ring", "phone": "01632 960001", "url": None, "hours": None}],
                }
            },
        ),
        (Reply("A person.", case=CASE), "Waste", {"case": {"reference": "NB-7K2M-4QXD", "team": "Waste"}}),
        (Reply("A person.", case=CASE), None, {"case": {"reference": "NB-7K2M-4QXD", "team": "waste"}}),
    ],
)  # fmt: skip
def test_what_is_stored_beside_a_reply(reply: Reply, team: str | None, stored: dict[str, object]) -> None:
    assert extras(reply, team) == stored
