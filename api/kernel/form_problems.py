"""What can go wrong on staff pages, in words for the person at the keyboard."""

from __future__ import annotations

from http import HTTPStatus

from api.kernel.errors import BadRequest, ReeveError


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
        "Check both and try again. After 5 wrong attempts an account waits, each time longer, up to 15 minutes: "
        "wait, or ask your administrator for a new one-time password."
    )


class CodeNeeded(ReeveError):
    """The password was right, and the code of the second factor is still to come."""

    status, code = HTTPStatus.FORBIDDEN, "code_needed"
    detail = "Type the code from your app before you go on."


class CodeRefused(ReeveError):
    """Wrong code, a code that was used before, or too many wrong ones: the answer is the same."""

    status, code = HTTPStatus.UNAUTHORIZED, "code_refused"
    detail = (
        "That code does not fit, was used before, or there were too many wrong attempts. "
        "Wait for the next code in your app and type that. After 5 wrong attempts, sign in again after some minutes."
    )


class SetUpNeeded(ReeveError):
    """This role needs a second factor, and the person has none yet."""

    status, code = HTTPStatus.FORBIDDEN, "second_factor_needed"
    detail = "Your role needs codes from an app at sign-in. Set that up before you go on."


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
