"""The gate for a new model: worse beyond noise is refused, and the reason says where."""

from __future__ import annotations

import pytest

from bot.training.model_gate import CRISIS, NOISE, WRONG, Mark, compare, sign_test, worse


def marks(right: int, wrong: int, of: str = "enquiries", group: str = "bins") -> list[Mark]:
    return [Mark(of, (group,), n < right) for n in range(right + wrong)]


@pytest.mark.parametrize(("lost", "won", "chance"), [(0, 0, 1.0), (1, 0, 0.5), (5, 0, 1 / 32), (3, 3, 42 / 64)])
def test_the_sign_test_is_exact(lost: int, won: int, chance: float) -> None:
    assert sign_test(lost, won) == pytest.approx(chance)


@pytest.mark.parametrize(("lost", "won"), [(6, 0), (12, 4), (60, 40)])
def test_losses_that_chance_explains_are_noise(lost: int, won: int) -> None:
    assert not worse(lost, won)
    assert sign_test(lost, won) >= NOISE


@pytest.mark.parametrize(("lost", "won"), [(7, 0), (16, 3), (70, 35)])
def test_losses_that_chance_does_not_explain_are_worse(lost: int, won: int) -> None:
    assert worse(lost, won)
    assert not worse(won, lost)


def test_the_same_model_is_promoted() -> None:
    verdict = compare(marks(80, 20), marks(80, 20))
    assert verdict.promote
    assert verdict.reasons == ()
    assert verdict.changes == {"enquiries": (0, 0), WRONG: (0, 0)}


def test_a_worse_model_is_refused_and_the_reason_names_the_service() -> None:
    before = [*marks(50, 0, group="bins"), *marks(50, 0, group="parking")]
    after = [*marks(40, 10, group="bins"), *marks(50, 0, group="parking")]
    verdict = compare(before, after)
    assert not verdict.promote
    assert verdict.reasons == ("enquiries: 10 rows lost, 0 won (bins -10)",)


def test_a_set_that_got_worse_is_seen_although_another_got_better() -> None:
    before = [*marks(30, 0), *marks(0, 30, of="small talk")]
    after = [*marks(20, 10), *marks(30, 0, of="small talk")]
    assert compare(before, after).changes["small talk"] == (0, 30)
    assert not compare(before, after).promote


def test_more_wrong_answers_refuse_a_model_that_ranks_as_well() -> None:
    before = [Mark("enquiries", ("bins",), right=False) for _ in range(10)]
    after = [Mark("enquiries", ("bins",), right=False, wrongly_answered=True) for _ in range(10)]
    assert compare(before, after).reasons == (f"{WRONG}: 10 rows more, 0 fewer (bins -10)",)


def test_a_single_lost_crisis_refuses_a_model() -> None:
    verdict = compare(marks(20, 0, of=CRISIS), marks(19, 1, of=CRISIS))
    assert not verdict.promote


def test_marks_of_different_rows_are_not_compared() -> None:
    with pytest.raises(ValueError, match="shorter"):
        compare(marks(3, 0), marks(2, 0))
