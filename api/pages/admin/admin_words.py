"""What the admin pages call things."""

from __future__ import annotations

from collections.abc import Mapping

STATUSES: Mapping[str, str] = {
    "draft": "Draft",
    "in_review": "Waiting for review",
    "published": "Published",
    "retired": "Retired",
}
STATES: Mapping[str, str] = {
    "draft": "Draft",
    "in_review": "Waiting for review",
    "published": "Published",
    "superseded": "Replaced",
    "rejected": "Sent back",
}
ACTIONS: Mapping[str, str] = {
    "answer": "Read the answer",
    "book": "Book",
    "report": "Report a problem",
    "apply": "Apply",
    "pay": "Pay",
    "talk": "Talk to someone",
}
FIELDS: Mapping[str, str] = {
    "title": "Title",
    "summary": "Summary",
    "service": "Service",
    "actions": "What residents can do",
    "synonyms": "Other names",
    "questions": "Questions",
    "body": "Text",
    "reviewed_on": "Checked on",
    "review_due": "Check again by",
}
SORTS: Mapping[str, str] = {
    "id": "Address",
    "title": "Title",
    "status": "Status",
    "due": "Next check",
    "changed": "Last change",
}
"""Keys are those of `repository.SORTS`."""
