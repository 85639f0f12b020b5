"""The audit trail: who did what, to what, when. Written in the transaction of the deed: both or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from api.db.tables.staff import AuditEvent
from api.kernel.times import moment
from api.kernel.wording import WORDING

Detail = str | int | bool | None


class Action(StrEnum):
    """Everything that staff do and the audit trail records."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_RESET = "password_reset"  # noqa: S105
    ACCOUNT_CREATED = "account_created"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_CHANGED = "account_changed"
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    SESSION_ENDED = "session_ended"
    AUDIT_EXPORTED = "audit_exported"
    TOKEN_CREATED = "token_created"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    WEBHOOK_CREATED = "webhook_created"
    WEBHOOK_REMOVED = "webhook_removed"
    DELIVERY_RESENT = "delivery_resent"
    CASE_READ = "case_read"
    CASE_CLAIMED = "case_claimed"
    CASE_REPLIED = "case_replied"
    CASE_HANDED_BACK = "case_handed_back"
    CASE_CLOSED = "case_closed"
    CASE_TRANSFERRED = "case_transferred"
    CASE_ACCEPTED = "case_accepted"
    CASE_DECLINED = "case_declined"
    CASE_DEALT = "case_dealt"
    CASE_RETURNED = "case_returned"
    CASE_NOTED = "case_noted"
    CASE_REOPENED = "case_reopened"
    CASE_SNOOZED = "case_snoozed"
    CASE_TAGGED = "case_tagged"
    CASE_LINKED = "case_linked"
    CASE_MERGED = "case_merged"
    CASE_ESCALATED = "case_escalated"
    CASE_LISTENED = "case_listened"
    CASE_WHISPERED = "case_whispered"
    CASE_QUALITY_TAGGED = "case_quality_tagged"
    RATING_REVIEWED = "rating_reviewed"
    REPORT_EXPORTED = "report_exported"
    CASE_FLAGGED = "case_flagged"
    FILE_ATTACHED = "file_attached"
    FILE_SEEN = "file_seen"
    CASE_PRIORITISED = "case_prioritised"
    BOOKED_ON_BEHALF = "booked_on_behalf"
    REPORTED_ON_BEHALF = "reported_on_behalf"
    SERVICE_JUDGED = "service_judged"
    CANNED_TEXT_SAVED = "canned_text_saved"
    CANNED_TEXT_REMOVED = "canned_text_removed"
    RING_ANSWERED = "ring_answered"
    RING_UNANSWERED = "ring_unanswered"
    CASEWORKER_CHANGED = "caseworker_changed"
    VALUE_REVEALED = "value_revealed"
    PHOTO_SEEN = "photo_seen"
    CONVERSATION_ERASED = "conversation_erased"
    MASTER_KEY_ROTATED = "master_key_rotated"
    MASTER_KEY_RETIRED = "master_key_retired"
    SEALED_DISCARDED = "sealed_discarded"
    PAGE_SAVED = "page_saved"
    PAGE_SUBMITTED = "page_submitted"
    PAGE_WITHDRAWN = "page_withdrawn"
    PAGE_REJECTED = "page_rejected"
    PAGE_PUBLISHED = "page_published"
    PAGE_RETIRED = "page_retired"
    PAGE_ROLLED_BACK = "page_rolled_back"
    BANNER_SHOWN = "banner_shown"
    BANNER_ENDED = "banner_ended"
    OVERRIDE_SET = "override_set"
    OVERRIDE_REMOVED = "override_removed"
    BOOKING_CHANGED = "booking_changed"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_MISSED = "booking_missed"
    BOOKINGS_OPENED = "bookings_opened"
    BOOKINGS_BLOCKED = "bookings_blocked"
    BOOKINGS_UNBLOCKED = "bookings_unblocked"
    BOOKINGS_PRINTED = "bookings_printed"
    IMPORT_STARTED = "import_started"
    IMPORT_FINISHED = "import_finished"
    NOTICE_RESENT = "notice_resent"

    @property
    def words(self) -> str:
        """The action in words for people: `Case claimed`."""
        return _WORDS[self]


_WORDS = WORDING.labels("actions", Action)


def record(
    session: AsyncSession,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Detail] | None = None,
    address: str | None = None,
) -> None:
    """Writes one event with this transaction. `details` holds codes, counts and redacted words only."""
    event = AuditEvent(actor=actor, action=action, subject=subject, details=dict(details or {}), address=address)
    session.add(event)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One event as its page shows it."""

    id: int
    when: str
    at: str
    actor: str
    action: str
    subject: str
    details: tuple[tuple[str, Detail], ...]
    address: str

    @classmethod
    def of(cls, event: AuditEvent) -> AuditLine:
        """The line for a stored event."""
        known = event.action in tuple(Action)
        action = Action(event.action).words if known else event.action
        details = tuple(event.details.items())
        at, address = event.at.isoformat(), event.address or ""
        return cls(event.id, moment(event.at), at, event.actor, action, event.subject, details, address)


def account(username: str) -> str:
    """A staff account as the subject of an event."""
    return f"staff {username}"


def case(reference: str) -> str:
    """A case as the subject of an event."""
    return f"case {reference}"


def booking(reference: str) -> str:
    """A booking as the subject of an event."""
    return f"booking {reference}"


def page(page_id: str) -> str:
    """A page of the knowledge base as the subject of an event."""
    return f"page {page_id}"
