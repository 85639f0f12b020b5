"""Who may do what. One table, read by routes, services and templates alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.settings import Role


class Permission(StrEnum):
    """One thing that a role can be allowed to do."""

    SEE_CASES = "see_cases"
    WORK_CASES = "work_cases"  # claim, reply, hand back, close, transfer
    OVERRULE = "overrule"  # release or transfer a case that somebody else has claimed
    REVEAL = "reveal"  # see one hidden value of a resident, on the record
    ERASE = "erase"  # a resident's details, and the conversation with them
    READ_AUDIT = "read_audit"
    SEE_PAGES = "see_pages"  # the knowledge base, drafts and versions too
    EDIT_PAGES = "edit_pages"  # write drafts and send them for review
    PUBLISH_PAGES = "publish_pages"  # publish, reject, retire; banners and search overrides
    CHECK_CRISIS_NUMBERS = "check_crisis_numbers"
    SEE_BOOKINGS = "see_bookings"  # days, weeks, what is free; nothing personal
    WORK_BOOKINGS = "work_bookings"  # move, cancel, block, note who did not come, print the crew's list
    MANAGE_PEOPLE = "manage_people"  # accounts of staff
    MANAGE_INTEGRATIONS = "manage_integrations"  # tokens and webhooks of other systems
    SEE_OUTBOX = "see_outbox"  # notices to residents, without their details
    RESEND_NOTICES = "resend_notices"  # those that bounced or failed
    SEE_REPORTS = "see_reports"  # the wallboard, reports and reviews of ratings; nothing personal


_CASEWORK = frozenset({Permission.SEE_CASES, Permission.WORK_CASES, Permission.REVEAL})
_BOOKINGS = frozenset({Permission.SEE_BOOKINGS, Permission.WORK_BOOKINGS})
_WRITING = frozenset({Permission.SEE_PAGES, Permission.EDIT_PAGES})
_ADMINISTRATION = frozenset(
    {Permission.READ_AUDIT, Permission.PUBLISH_PAGES, Permission.MANAGE_PEOPLE, Permission.MANAGE_INTEGRATIONS}
)
_NOTICES = frozenset({Permission.SEE_OUTBOX, Permission.RESEND_NOTICES})
_SUPERVISION = frozenset(
    {Permission.OVERRULE, Permission.ERASE, Permission.CHECK_CRISIS_NUMBERS, Permission.SEE_REPORTS}
)
_OVERSIGHT = _CASEWORK | _BOOKINGS | _WRITING | _NOTICES | _SUPERVISION
_READING = frozenset(
    {
        Permission.SEE_CASES,
        Permission.SEE_PAGES,
        Permission.SEE_BOOKINGS,
        Permission.SEE_OUTBOX,
        Permission.SEE_REPORTS,
    }
)

TABLE: Mapping[Role, frozenset[Permission]] = {
    Role.AGENT: _CASEWORK | _BOOKINGS,
    Role.SUPERVISOR: _OVERSIGHT,
    Role.ADMIN: _OVERSIGHT | _ADMINISTRATION,
    Role.AUDITOR: _READING | {Permission.READ_AUDIT},
}


@dataclass(frozen=True, slots=True)
class Member:
    """The member of staff behind a request, and the network address it came from."""

    id: int
    username: str
    display_name: str
    role: Role
    teams: tuple[str, ...] = ()
    address: str | None = None

    def may(self, permission: Permission | str) -> bool:
        """Whether the role allows it. Templates ask by name: `staff.may("work_cases")`."""
        return Permission(permission) in TABLE[self.role]


def teams_visible(member: Member) -> Sequence[str] | None:
    """The teams whose cases the member sees; None means every team."""
    return member.teams if member.role is Role.AGENT else None
