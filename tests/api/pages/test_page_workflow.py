"""The way of a page, as pure rules."""

from __future__ import annotations

import pytest

from api.pages.publication.workflow import (
    OutOfStep,
    OwnWork,
    State,
    Step,
    Written,
    after,
    check_second_person,
    writers,
)

VERSIONS = {
    1: Written(1, None, "pack", published=True),
    2: Written(2, 1, "alex", published=False),
    3: Written(3, 2, "blake", published=False),
    4: Written(4, 1, "casey", published=False),
}


def test_a_draft_goes_to_review_and_then_to_residents() -> None:
    assert after(after(State.DRAFT, Step.SUBMIT), Step.PUBLISH) is State.PUBLISHED


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.DRAFT, Step.PUBLISH),
        (State.DRAFT, Step.REJECT),
        (State.IN_REVIEW, Step.SUBMIT),
        (State.PUBLISHED, Step.PUBLISH),
        (State.PUBLISHED, Step.REJECT),
        (State.REJECTED, Step.PUBLISH),
        (State.SUPERSEDED, Step.PUBLISH),
        (State.SUPERSEDED, Step.SUBMIT),
    ],
)
def test_a_step_that_leads_nowhere_is_refused_in_words(state: State, step: Step) -> None:
    with pytest.raises(OutOfStep, match=r"^(This|There) .+\. Only a .+\.$"):
        after(state, step)


@pytest.mark.parametrize("state", State)
def test_whatever_state_a_version_has_somebody_may_go_on_from_it(state: State) -> None:
    assert after(state, Step.EDIT) in State


def test_everybody_who_wrote_since_the_last_publication_is_a_writer() -> None:
    assert writers(VERSIONS, 3) == {"alex", "blake"}
    assert writers(VERSIONS, 4) == {"casey"}


@pytest.mark.parametrize("reviewer", ["alex", "blake"])
def test_nobody_who_wrote_part_of_a_version_may_publish_it(reviewer: str) -> None:
    with pytest.raises(OwnWork):
        check_second_person(VERSIONS, 3, reviewer, alone=False)
    check_second_person(VERSIONS, 3, reviewer, alone=True)


def test_somebody_who_wrote_none_of_it_may() -> None:
    check_second_person(VERSIONS, 3, "casey", alone=False)
