"""What can go wrong on staff pages, in words for the person at the keyboard."""

from __future__ import annotations

from http import HTTPStatus

from api.errors import BadRequest, ReeveError


class SignInNeeded(ReeveError):
    """Nobody is signed in, or the session has ended. `target` is where to go afterwards."""

    status, code = HTTPStatus.UNAUTHORIZED, "sign_in_needed"
    detail = "Sign in to see this page."

    def __init__(self, target: str | None = None) -> None:
        super().__init__()
        self.target = target


class PasswordChangeNeeded(ReeveError):
    """Signed in with a one-time password, which opens nothing but the page that replaces it."""

    status, code = HTTPStatus.FORBIDDEN, "password_change_needed"
    detail = "Choose your own password before you go on."


class SignInRefused(ReeveError):
    """Wrong name, wrong password, locked or deactivated: the answer is the same."""

    status, code = HTTPStatus.UNAUTHORIZED, "sign_in_refused"
    detail = (
        "That username and password do not match, or there were too many wrong attempts. "
        "Check both and try again. After 5 wrong attempts, wait before the next one."
    )


class ForeignForm(ReeveError):
    """The form did not come from our own page in this session (cross-site request forgery)."""

    status, code = HTTPStatus.FORBIDDEN, "form_refused"
    detail = (
        "We could not be sure that this form came from our own page, so nothing was changed. "
        "Go back, reload the page and try again."
    )


class FormProblem(BadRequest):
    """Something in a form needs correcting. `field` is the id of the field to go to."""

    code = "form_problem"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(detail)
        self.field = field
