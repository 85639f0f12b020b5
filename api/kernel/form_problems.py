"""Forms of staff pages: what was typed, plain, and what can go wrong, in words for the person at the keyboard."""

from __future__ import annotations

from http import HTTPStatus

from api.kernel.errors import BadRequest, ReeveError
from api.kernel.wording import say


class SignInNeeded(ReeveError):
    """Nobody is signed in, or the session has ended. `target` is where to go afterwards."""

    status, code = HTTPStatus.UNAUTHORIZED, "sign_in_needed"
    detail = say("staff.sign_in_needed")

    def __init__(self, target: str | None = None) -> None:
        super().__init__()
        self.target = target


class PasswordChangeNeeded(ReeveError):
    """Signed in with a one-time password, which opens nothing but the page that replaces it."""

    status, code = HTTPStatus.FORBIDDEN, "password_change_needed"
    detail = say("staff.password_change_needed")


class SignInRefused(ReeveError):
    """Wrong name, wrong password, locked or deactivated: the answer is the same."""

    status, code = HTTPStatus.UNAUTHORIZED, "sign_in_refused"
    detail = say("staff.sign_in_refused")


class CodeNeeded(ReeveError):
    """The password was right, and the code of the second factor is still to come."""

    status, code = HTTPStatus.FORBIDDEN, "code_needed"
    detail = say("staff.code_needed")


class CodeRefused(ReeveError):
    """Wrong code, a code that was used before, or too many wrong ones: the answer is the same."""

    status, code = HTTPStatus.UNAUTHORIZED, "code_refused"
    detail = say("staff.code_refused")


class SetUpNeeded(ReeveError):
    """This role needs a second factor, and the person has none yet."""

    status, code = HTTPStatus.FORBIDDEN, "second_factor_needed"
    detail = say("staff.second_factor_needed")


class ForeignForm(ReeveError):
    """The form did not come from our own page in this session (cross-site request forgery)."""

    status, code = HTTPStatus.FORBIDDEN, "form_refused"
    detail = say("staff.form_refused")


class FormProblem(BadRequest):
    """Something in a form needs correcting. `field` is the id of the field to go to."""

    code = "form_problem"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field


def one_line(typed: str) -> str:
    """What was typed into a field, with single spaces and without the sign that PostgreSQL keeps in no text (NUL)."""
    return " ".join(typed.replace("\x00", "").split())


def plain_lines(typed: str) -> str:
    """What was typed into a field of several lines: plain line ends, nothing around it, and no NUL."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
