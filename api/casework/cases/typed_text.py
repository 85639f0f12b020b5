"""What staff type into forms, checked before anything is done with it."""

from __future__ import annotations

from api.casework.wording import say
from api.conversation.schemas import MESSAGE_LIMIT
from api.kernel.form_problems import FormProblem, one_line

LEAST_REASON, LONGEST_REASON = 5, 300  # characters
NO_TEXT = say("typed.not_text")


def message(text: str, field: str = "text", empty: str = say("typed.empty")) -> str:
    """The words typed into a form's field, with plain line ends. Raises FormProblem when there are none or too many."""
    written = text.replace("\r\n", "\n").strip()
    if not written:
        raise FormProblem(field, empty)
    if len(written) > MESSAGE_LIMIT:
        over = len(written) - MESSAGE_LIMIT
        raise FormProblem(field, say("typed.too_long", over=f"{over:,}", most=f"{MESSAGE_LIMIT:,}"))
    if "\x00" in written:
        raise FormProblem(field, NO_TEXT)
    return written


def reason(typed: str, field: str, ask: str) -> str:
    """Why somebody does it, on one line. Raises FormProblem."""
    why = one_line(typed)
    if not LEAST_REASON <= len(why) <= LONGEST_REASON:
        raise FormProblem(field, say("typed.reason", ask=ask, least=LEAST_REASON, most=LONGEST_REASON))
    return why
