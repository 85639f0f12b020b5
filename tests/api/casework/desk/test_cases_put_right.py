"""The migration that gave cases one life puts right what the faults before it left behind."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import psycopg

from api.db.migrate import downgrade, migrate
from api.db.session import plain_url

BEFORE = "0017_rate_limits"
CASE = """
insert into "case" (reference, conversation_id, kind, team, priority, reason, summary, status, claimed_by, closed_at,
    close_reason, close_outcome, created_at, updated_at)
values (%s, %s, 'routed', 'waste', 'high', 'ask_person', '', %s, %s, %s::timestamptz, %s, %s, now(), now())
"""
PERSON = """
insert into staff_member (username, display_name, role, teams, password_hash, must_change_password, active,
    failed_sign_ins, created_at)
values ('sam', 'Sam', 'agent', '{}', '-', false, true, 0, now()) returning id
"""
CLOCK = """
insert into case_clock (reference, kind, target, used, since, due_at)
values (%s, 'first', '2 hours', '0', now(), now() + interval '2 hours')
"""


def test_cases_that_a_crm_closed_or_opened_again_are_put_right(new_database: Callable[[str], str]) -> None:
    url = new_database("put_right")
    downgrade(url, BEFORE)
    moment, chat = "2026-03-02 09:00+00", uuid4()
    with psycopg.connect(plain_url(url)) as connection:
        talk = "insert into conversation (id, token_digest, owner, dialogue, created_at, updated_at)"
        connection.execute(f"{talk} values (%s, '-', 'bot', '[]', now(), now())", [chat])
        sam = connection.execute(PERSON).fetchone()
        assert sam is not None
        for reference, status, who, at, reason, outcome in (
            ("BY-CRM", "closed", None, moment, None, None),
            ("BY-STAFF", "closed", sam[0], moment, "spam", "nothing"),
            ("CAME-BACK", "open", None, moment, None, None),
            ("REOPENED", "open", None, None, "resolved", "done"),
            ("AT-WORK", "claimed", sam[0], None, None, None),
        ):
            connection.execute(CASE, [reference, chat, status, who, at, reason, outcome])
            connection.execute(CLOCK, [reference])
    migrate(url)
    seen = 'select status, claimed_by, closed_by, closed_at is null, close_reason, close_outcome from "case"'
    clocks = "select met_at is null, due_at is null from case_clock"
    with psycopg.connect(plain_url(url)) as connection:
        stands = {
            reference: (
                connection.execute(f"{seen} where reference = %s", [reference]).fetchone(),
                connection.execute(f"{clocks} where reference = %s", [reference]).fetchone(),
            )
            for reference in ("BY-CRM", "BY-STAFF", "CAME-BACK", "REOPENED", "AT-WORK")
        }
    assert stands == {
        "BY-CRM": (("closed", None, None, False, "resolved", "done"), (False, True)),
        "BY-STAFF": (("closed", None, sam[0], False, "spam", "nothing"), (False, True)),
        "CAME-BACK": (("open", None, None, True, None, None), (True, False)),
        "REOPENED": (("open", None, None, True, None, None), (True, False)),
        "AT-WORK": (("claimed", sam[0], None, True, None, None), (True, False)),
    }
    downgrade(url, BEFORE)
    with psycopg.connect(plain_url(url)) as connection:
        held = connection.execute("""select claimed_by from "case" where reference = 'BY-STAFF'""").fetchone()
    assert held == sam, "who closed it is known to the version before"
