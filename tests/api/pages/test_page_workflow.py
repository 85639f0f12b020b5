"""The way of a page, as pure rules."""

from __future__ import annotations

import pytest

from api.pages.publication.workflow import (
    OutOfStep,
    OwnWork,
    VersionState,
    VersionStep,
    VersionSummary,
    after,
    check_second_person,
    writers,
)

VERSIONS = {
    1: VersionSummary(1, None, "pack", published=True),
    2: VersionSummary(2, 1, "alex", published=False),
    3: VersionSummary(3, 2, "blake", published=False),
    4: VersionSummary(4, 1, "casey", published=False),
}


def test_a_draft_goes_to_review_and_then_to_residents() -> None:
    assert after(after(VersionState.DRAFT, VersionStep.SUBMIT), VersionStep.PUBLISH) is VersionState.PUBLISHED


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (VersionState.DRAFT, VersionStep.PUBLISH),
        (VersionState.DRAFT, VersionStep.REJECT),
        (VersionState.IN_REVIEW, VersionStep.SUBMIT),
        (VersionState.PUBLISHED, VersionStep.PUBLISH),
        (VersionState.PUBLISHED, VersionStep.REJECT),
        (VersionState.REJECTED, VersionStep.PUBLISH),
        (VersionState.SUPERSEDED, VersionStep.PUBLISH),
        (VersionState.SUPERSEDED, VersionStep.SUBMIT),
    ],
)
def test_a_step_that_leads_nowhere_is_refused_in_words(state: VersionState, step: VersionStep) -> None:
    with pytest.raises(OutOfStep, match=r"^(This|There) .+\. Only a .+\.$"):
        after(state, step)


@pytest.mark.parametrize("state", VersionState)
def test_whatever_state_a_version_has_somebody_may_go_on_from_it(state: VersionState) -> None:
    assert after(state, VersionStep.EDIT) in VersionState


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
