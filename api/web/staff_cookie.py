"""The cookies of staff pages: the session's, and the one that guards the sign-in form."""

from __future__ import annotations

from fastapi import Request, Response

SESSION = "reeve_staff"
BEFORE_SIGN_IN = "reeve_sign_in"
HOST_ONLY = "__Host-"  # browsers take such a cookie only from this very host, over https, for the whole site


class StaffCookie:
    """A cookie that no script can read, no other site sends, and that ends with the browser."""

    def __init__(self, name: str, *, secure: bool) -> None:
        self.name = f"{HOST_ONLY}{name}" if secure else name
        self._secure = secure

    def read(self, request: Request) -> str | None:
        """The cookie's value in a request; None without one."""
        return request.cookies.get(self.name)

    def write(self, response: Response, value: str) -> None:
        """Sets the cookie on a response."""
        response.set_cookie(self.name, value, path="/", secure=self._secure, httponly=True, samesite="lax")

    def clear(self, response: Response) -> None:
        """Deletes the cookie from the browser."""
        response.delete_cookie(self.name, path="/", secure=self._secure, httponly=True, samesite="lax")
