"""What every carrier of notices promises (`api.outside.notices.carrier.Carrier`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from uuid import uuid4

import pytest

from api.db.tables.notice_kinds import Channel, NoticeKind, NoticeState
from api.outside.notices.carrier import Carrier, NoticeMessage


class CarrierContract(ABC):
    """Subclasses give a fixture `carrier`."""

    @abstractmethod
    def carrier(self) -> Carrier:
        """A fixture: the carrier, which has sent nothing."""

    def message(self, carrier: Carrier, channel: Channel) -> NoticeMessage:
        """A notice: with details in clear for a carrier that takes them, and without any for another."""
        to = {Channel.EMAIL: "ada.l@example.org", Channel.SMS: "07700 900555"}[channel] if carrier.takes_values else ""
        facts = {"name": "Ada Lovelace", "service": "Bulky waste"} if carrier.takes_values else {}
        return NoticeMessage(str(uuid4()), NoticeKind.CONFIRMATION, channel, to, facts)

    def test_it_has_a_name(self, carrier: Carrier) -> None:
        assert carrier.name

    @pytest.mark.parametrize("channel", list(Channel))
    async def test_what_is_sent_is_sent_and_found_by_our_own_id(self, carrier: Carrier, channel: Channel) -> None:
        message, other = self.message(carrier, channel), self.message(carrier, channel)
        sent, _ = await carrier.send(message), await carrier.send(other)
        assert (sent.state, sent.reason) == (NoticeState.SENT, None)
        found = await carrier.find(message.id)
        assert (found is not None) == (sent.carrier_id is not None), "what has left can be found"
        if found is not None:
            assert (found.carrier_id, found.state) == (sent.carrier_id, NoticeState.SENT)

    async def test_what_was_never_sent_is_not_found(self, carrier: Carrier) -> None:
        await carrier.send(self.message(carrier, Channel.EMAIL))
        assert await carrier.find(str(uuid4())) is None
