"""The way of a page: draft, in review, published, retired. Pure: says what may happen, and touches nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class Status(StrEnum):
    """Where a page stands: the furthest that any of its versions has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Step(StrEnum):
    """What can be done with a version."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REJECT = "reject"
    PUBLISH = "publish"
    EDIT = "edit"


OPEN = frozenset({State.DRAFT, State.IN_REVIEW})
WAY: Mapping[tuple[State, Step], State] = {
    (State.DRAFT, Step.SUBMIT): State.IN_REVIEW,
    (State.IN_REVIEW, Step.WITHDRAW): State.DRAFT,
    (State.IN_REVIEW, Step.REJECT): State.REJECTED,
    (State.IN_REVIEW, Step.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Step.EDIT): State.SUPERSEDED,
    (State.IN_REVIEW, Step.EDIT): State.SUPERSEDED,
    (State.PUBLISHED, Step.EDIT): State.PUBLISHED,
    (State.REJECTED, Step.EDIT): State.REJECTED,
    (State.SUPERSEDED, Step.EDIT): State.SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What the rules need to know of a version. `published` is whether it ever was."""

    number: int
    base: int | None
    author: str
    published: bool


class OutOfStep(Exception):
    """The step does not lead on from here. Its text says why, for the person who tried."""


class OwnWork(OutOfStep):
    """Nobody approves what they wrote themselves."""


def after(state: State, step: Step) -> State:
    """Where a version stands after a step. Raises OutOfStep."""
    try:
        return WAY[state, step]
    except KeyError:
        raise OutOfStep(_refusal(state, step)) from None


def writers(versions: Mapping[int, Written], number: int) -> frozenset[str]:
    """Everybody who wrote part of a version: the authors from it down to what it was published over."""
    names: set[str] = set()
    at: int | None = number
    while at is not None and (version := versions.get(at)) is not None:
        if at != number and version.published:
            break
        names.add(version.author)
        at = version.base if version.base is not None and version.base < at else None
    return frozenset(names)


def check_second_person(versions: Mapping[int, Written], number: int, reviewer: str, *, alone: bool) -> None:
    """Raises OwnWork when the reviewer wrote part of the version, unless one person may do both."""
    if not alone and reviewer in writers(versions, number):
        raise OwnWork("You wrote part of this version, so somebody else must publish it.")


def _refusal(state: State, step: Step) -> str:
    is_now = {
        State.DRAFT: "This version is still a draft.",
        State.IN_REVIEW: "This version is already waiting for review.",
        State.PUBLISHED: "This version is already published.",
        State.SUPERSEDED: "There is a newer version of this page.",
        State.REJECTED: "This version was rejected.",
    }[state]
    match step:
        case Step.SUBMIT:
            return f"{is_now} Only a draft can be sent for review."
        case Step.WITHDRAW:
            return f"{is_now} Only a version that waits for review can be withdrawn."
        case Step.REJECT | Step.PUBLISH:
            return f"{is_now} Only a version that waits for review can be {step.value}ed."
        case Step.EDIT:
            return f"{is_now} It cannot be edited."
        case _ as never:
            assert_never(never)
