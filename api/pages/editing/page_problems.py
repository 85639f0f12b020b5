"""What can go wrong with pages, in words for the person at the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.kernel.errors import BadRequest, Conflict, NotAllowed, NotFound
from api.kernel.permissions import Member, Permission
from api.pages.wording import say


class PageNotFound(NotFound):
    """There is no such page, or no such version of it."""

    code = "page_not_found"
    detail = say("page.not_found")


class PageExists(Conflict):
    """Another page has this id."""

    code = "page_exists"
    detail = say("page.address_taken")


class EditedMeanwhile(Conflict):
    """Somebody else saved the page after it was opened. Nothing was overwritten."""

    code = "edited_meanwhile"


class NotNow(Conflict):
    """The page or version does not stand where it would have to."""

    code = "page_not_ready"


class Unpublishable(BadRequest):
    """Residents would read something wrong. `faults` says what to put right: page id to lines for people."""

    code = "page_unpublishable"

    def __init__(self, faults: Mapping[str, Sequence[str]]) -> None:
        self.faults = faults
        lines = [f"{page_id}: {line}" for page_id, found in faults.items() for line in found]
        super().__init__("\n".join([say("page.nothing_published"), *lines]))


def require(member: Member, permission: Permission) -> None:
    """Refuses a member who has not the permission. Raises NotAllowed."""
    if not member.may(permission):
        raise NotAllowed()
