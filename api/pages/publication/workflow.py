"""The way of a page: draft, in review, published, retired. Pure: says what may happen, and touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from api.pages.wording import say


class VersionState(StrEnum):
    """Where a version of a page stands on its way to publication."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class PageStatus(StrEnum):
    """Where a page stands: the furthest that any of its versions has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class VersionStep(StrEnum):
    """What can be done with a version."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REJECT = "reject"
    PUBLISH = "publish"
    EDIT = "edit"


OPEN = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW})
WAY: Mapping[tuple[VersionState, VersionStep], VersionState] = {
    (VersionState.DRAFT, VersionStep.SUBMIT): VersionState.IN_REVIEW,
    (VersionState.IN_REVIEW, VersionStep.WITHDRAW): VersionState.DRAFT,
    (VersionState.IN_REVIEW, VersionStep.REJECT): VersionState.REJECTED,
    (VersionState.IN_REVIEW, VersionStep.PUBLISH): VersionState.PUBLISHED,
    (VersionState.DRAFT, VersionStep.EDIT): VersionState.SUPERSEDED,
    (VersionState.IN_REVIEW, VersionStep.EDIT): VersionState.SUPERSEDED,
    (VersionState.PUBLISHED, VersionStep.EDIT): VersionState.PUBLISHED,
    (VersionState.REJECTED, VersionStep.EDIT): VersionState.REJECTED,
    (VersionState.SUPERSEDED, VersionStep.EDIT): VersionState.SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """What the rules need to know of a version. `published` is whether it ever was."""

    number: int
    base: int | None
    author: str
    published: bool


class OutOfStep(Exception):
    """The step does not lead on from here. Its text says why, for the person who tried."""


class OwnWork(OutOfStep):
    """Nobody approves what they wrote themselves."""


def after(state: VersionState, step: VersionStep) -> VersionState:
    """Where a version stands after a step. Raises OutOfStep."""
    try:
        return WAY[state, step]
    except KeyError:
        raise OutOfStep(_refusal(state, step)) from None


def writers(versions: Mapping[int, VersionSummary], number: int) -> frozenset[str]:
    """Everybody who wrote part of a version: the authors from it down to what it was published over."""
    names: set[str] = set()
    at: int | None = number
    while at is not None and (version := versions.get(at)) is not None:
        if at != number and version.published:
            break
        names.add(version.author)
        at = version.base if version.base is not None and version.base < at else None
    return frozenset(names)


def check_second_person(versions: Mapping[int, VersionSummary], number: int, reviewer: str, *, alone: bool) -> None:
    """Raises OwnWork when the reviewer wrote part of the version, unless one person may do both."""
    if not alone and reviewer in writers(versions, number):
        raise OwnWork("You wrote part of this version, so somebody else must publish it.")


def _refusal(state: VersionState, step: VersionStep) -> str:
    is_now = {
        VersionState.DRAFT: say("workflow.draft"),
        VersionState.IN_REVIEW: say("workflow.in_review"),
        VersionState.PUBLISHED: say("workflow.published"),
        VersionState.SUPERSEDED: say("workflow.superseded"),
        VersionState.REJECTED: say("workflow.rejected"),
    }[state]
    match step:
        case VersionStep.SUBMIT:
            return say("workflow.only_a_draft", is_now=is_now)
        case VersionStep.WITHDRAW:
            return say("workflow.only_waiting_withdrawn", is_now=is_now)
        case VersionStep.REJECT | VersionStep.PUBLISH:
            return say("workflow.only_waiting_decided", is_now=is_now, step=step.value)
        case VersionStep.EDIT:
            return say("workflow.not_edited", is_now=is_now)
        case _ as never:
            assert_never(never)
