"""What every gazetteer promises (`api.kernel.addresses.Gazetteer`)."""

from __future__ import annotations

from abc import ABC, abstractmethod

from api.kernel.addresses import Gazetteer, the_one


class GazetteerContract(ABC):
    """Subclasses give a fixture `gazetteer`, and name what it knows."""

    postcode: str  # of several homes
    line: str  # one of them, written as on an envelope
    elsewhere = "ZZ1 1ZZ"  # a postcode that is not the council's

    @abstractmethod
    def gazetteer(self) -> Gazetteer:
        """A fixture: the gazetteer with those homes."""

    async def test_a_postcode_gives_every_home_of_it_once(self, gazetteer: Gazetteer) -> None:
        found = await gazetteer.at_postcode(self.postcode)
        assert len(found) > 1
        assert {each.postcode for each in found} == {self.postcode}
        assert len({each.uprn for each in found}) == len(found)
        assert all(each.uprn.isdecimal() and len(each.uprn) <= 12 for each in found)
        assert not any(self.postcode in each.line for each in found), "a line is without the postcode"
        assert self.line in [each.line for each in found]

    async def test_a_postcode_of_somebody_else_gives_none(self, gazetteer: Gazetteer) -> None:
        assert list(await gazetteer.at_postcode(self.elsewhere)) == []

    async def test_an_address_written_out_is_the_best_match(self, gazetteer: Gazetteer) -> None:
        found = await gazetteer.match(f"{self.line}, {self.postcode}")
        scores = [each.score for each in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        one = the_one(found)
        assert one is not None
        assert (one.line, one.postcode) == (self.line, self.postcode)
        assert one.uprn in {each.uprn for each in await gazetteer.at_postcode(self.postcode)}
