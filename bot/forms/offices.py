"""All of a council's offices as one: which of them deals with a service."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar

from bot.forms.form import Form
from bot.forms.tracing import TRACING, Tracing
from bot.ports import Office

OPEN: ContextVar[tuple[Office, ...]] = ContextVar("open", default=())  # the application's, in a turn of its own


class Offices:
    """Looks up offices: those that it is given, and those that are open in this turn.

    The last one tells how things stand, by asking each of the others.
    """

    def __init__(self, offices: Sequence[Office] = ()) -> None:
        self._always = tuple(offices)

    @property
    def _offices(self) -> tuple[Office, ...]:
        offices = (*self._always, *OPEN.get())
        return (*offices, Tracing(offices)) if offices else ()

    def office(self, service: str) -> Office:
        """The office that deals with a service. Raises NoOffice."""
        for office in self._offices:
            if office.form(service) is not None:
                return office
        raise NoOffice(service)

    def office_form(self, service: str) -> Form:
        """The form of a service that has one. Raises NoOffice."""
        form = self.office(service).form(service)
        if form is None:
            raise NoOffice(service)
        return form

    def form(self, service: str | None) -> Form | None:
        """The form for a service, or None when no office deals with it."""
        return next((form for each in self._offices if service and (form := each.form(service))), None)

    @property
    def traces(self) -> Form | None:
        """The form that asks how a booking or report stands; None where there is none."""
        return self.form(TRACING)


class NoOffice(Exception):
    """A form was under way that no office deals with any more."""
