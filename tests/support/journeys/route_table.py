"""Who may open what: what the walk over every route compares with.

A staff route says by its own `needs(...)` which permission it takes, and a route for other systems by `scoped(...)`
which scope. So a new route of those kinds needs no line here. A new *permission* needs one in PERMISSIONS, and a route
that takes neither needs one in PUBLIC or ANY_STAFF, with which somebody says on purpose that it is so.
"""

from __future__ import annotations

EVERYBODY = "agent supervisor admin auditor"

PERMISSIONS = {  # permission -> roles
    "see_cases": EVERYBODY,
    "work_cases": "agent supervisor admin",
    "overrule": "supervisor admin",
    "reveal": "agent supervisor admin",
    "erase": "supervisor admin",
    "read_audit": "admin auditor",
    "see_pages": "supervisor admin auditor",
    "edit_pages": "supervisor admin",
    "publish_pages": "admin",
    "check_crisis_numbers": "supervisor admin",
    "see_reports": "supervisor admin auditor",
    "see_bookings": EVERYBODY,
    "work_bookings": "agent supervisor admin",
    "see_outbox": "supervisor admin auditor",
    "resend_notices": "supervisor admin",
    "manage_people": "admin",
    "manage_integrations": "admin",
}

PUBLIC = {  # anybody, without a session or token
    "GET /",
    "GET /services",
    "GET /services/{page_id}",
    "GET /a-to-z",
    "GET /a-to-z/{letter}",
    "GET /favicon.ico",
    "GET /chat",
    "POST /chat",
    "GET /chat/leave",
    "POST /chat/delete",
    "GET /chat/transcript",
    "POST /chat/transcript",  # takes the resident's own cookie
    "POST /api/v1/conversations",
    "POST /api/v1/conversations/help",
    "GET /health",
    "GET /ready",
    "GET /metrics",
    "GET /staff",
    "GET /staff/sign-in",
    "POST /staff/sign-in",
    "GET /staff/sign-in/provider",
    "GET /staff/sign-in/provider/done",
    "GET /bin-days",
    "POST /bin-days",
    "GET /bin-days/calendar/{round_slug}.ics",
    "GET /bookings",  # a reference and a postcode open one
    "POST /bookings",
    "POST /chat/photo",  # takes the resident's own cookie
    "POST /api/v1/notices/receipts",  # takes the bearer token that GOV.UK Notify was given
    "POST /api/v1/payments/webhook",  # takes GOV.UK Pay's signature
}
PUBLIC_PREFIXES = (
    "/api/v1/banner",
    "/api/v1/pages",  # what the council publishes
    "/api/v1/openreferral",
    "/api/v1/pack",
    "/open311/",  # public by its specification; making a report takes a key
    "/bookings/{reference}/{signature}",  # the signature is the resident's
    "/pay/{payment_id}",  # an id that nobody can guess
    "/chat/files/{code}",  # the same
)

RESIDENTS = "/api/v1/conversations/{conversation_id}"  # everything below it takes the resident's own token

ANY_STAFF = {  # whoever is signed in, whatever their role
    "POST /staff/sign-out",
    "GET /staff/password",
    "POST /staff/password",
    "GET /staff/code",
    "POST /staff/code",
    "GET /staff/account",
    "POST /staff/account/end-session",
    "GET /staff/still-here",
    "GET /staff/second-factor",
    "POST /staff/second-factor/start",
    "POST /staff/second-factor/confirm",
    "POST /staff/second-factor/codes",
    "POST /staff/second-factor/off",
}

SLOW = {"GET /api/v1/conversations/{conversation_id}/events", "GET /staff/events"}  # streams that do not end
OF_TEAMS = ("/staff/cases/{reference}",)  # below these, another team's case is not found
