"""E-mail addresses. Spoken ones ("jane dot smith at ...") arrive here already joined by `spoken_email_edits`."""

from __future__ import annotations

from redaction.recognisers.identifier import Identifier


class EmailAddress(Identifier):
    label = "EMAIL_ADDRESS"
    needs_digit = False
    shapes = (
        (
            "address",
            r"(?<![\w.+\-])[\w][\w.!#$%&'*+/=?^`{|}~\-]{0,63}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}(?!\w)",
            0.95,
        ),
        ("slip", r"(?<![\w.+\-])[\w][\w.+\-']{0,63}@{1,3}[\w\-]{1,63}(?:[.,;]{1,2}[\w\-]{2,63}){0,4}", 0.6),
        ("no ending", r"(?<![\w.+\-])[\w][\w.+\-']{0,63}@[\w\-]{2,63}", 0.6),
    )
    phrases = ("email", "e-mail", "mail")
