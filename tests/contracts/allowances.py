"""What every keeper of allowances promises (`api.kernel.limits.allowances.Allowances`)."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod

from api.kernel.limits.allowances import Allowances, Claim

HOUR = 3600.0


class AllowancesContract(ABC):
    """Subclasses give a fixture `allowances`."""

    @abstractmethod
    def allowances(self) -> Allowances:
        """A fixture: nothing was taken yet."""

    async def test_so_many_are_given_and_then_it_tells_how_long_to_wait(self, allowances: Allowances) -> None:
        claim = Claim("a", 4, HOUR)
        assert [await allowances.take(claim) for _ in range(4)] == [0, 0, 0, 0]
        assert 0 < await allowances.take(claim) <= HOUR / 4

    async def test_of_several_claims_all_are_met_or_none(self, allowances: Allowances) -> None:
        roomy, narrow = Claim("roomy", 2, HOUR), Claim("narrow", 1, HOUR)
        assert await allowances.take(roomy, narrow) == 0
        assert await allowances.take(roomy, narrow) > 0
        assert await allowances.take(roomy) == 0, "the refused claim took none"
        assert await allowances.take(roomy) > 0

    async def test_each_key_has_its_own(self, allowances: Allowances) -> None:
        assert [await allowances.take(Claim(key, 1, HOUR)) for key in "abc"] == [0, 0, 0]

    async def test_where_there_is_no_limit_none_is_kept(self, allowances: Allowances) -> None:
        assert {await allowances.take(Claim("a", 0, HOUR)) for _ in range(50)} == {0}
        assert await allowances.take() == 0

    async def test_at_the_same_time_no_more_are_given_than_there_are(self, allowances: Allowances) -> None:
        waits = await asyncio.gather(*(allowances.take(Claim("a", 5, HOUR)) for _ in range(20)))
        assert waits.count(0) == 5

    async def test_they_come_back_one_by_one(self, allowances: Allowances) -> None:
        claim = Claim("a", 2, 1.0)
        while not (wait := await allowances.take(claim)):
            pass
        await asyncio.sleep(wait)
        assert await allowances.take(claim) == 0

    async def test_closing_twice_does_no_harm(self, allowances: Allowances) -> None:
        await allowances.take(Claim("a", 1, HOUR))
        await allowances.close()
        await allowances.close()
