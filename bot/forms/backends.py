"""All of a council's back ends as one: which of them deals with a service."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar

from bot.forms.form import Form
from bot.forms.status_form import TRACING, StatusBackend
from bot.ports import FormBackend

OPEN: ContextVar[tuple[FormBackend, ...]] = ContextVar("open", default=())  # the application's, in a turn of its own


class FormBackends:
    """Looks up back ends: those that it is given, and those that are open in this turn.

    The last one tells how things stand, by asking each of the others.
    """

    def __init__(self, backends: Sequence[FormBackend] = ()) -> None:
        self._always = tuple(backends)

    @property
    def _backends(self) -> tuple[FormBackend, ...]:
        backends = (*self._always, *OPEN.get())
        return (*backends, StatusBackend(backends)) if backends else ()

    def backend(self, service: str) -> FormBackend:
        """The back end that deals with a service. Raises NoBackend."""
        for backend in self._backends:
            if backend.form(service) is not None:
                return backend
        raise NoBackend(service)

    def office_form(self, service: str) -> Form:
        """The form of a service that has one. Raises NoOffice."""
        form = self.backend(service).form(service)
        if form is None:
            raise NoBackend(service)
        return form

    def form(self, service: str | None) -> Form | None:
        """The form for a service, or None when no back end deals with it."""
        return next((form for each in self._backends if service and (form := each.form(service))), None)

    @property
    def traces(self) -> Form | None:
        """The form that asks how a booking or report stands; None where there is none."""
        return self.form(TRACING)


class NoBackend(Exception):
    """A form was under way that no back end deals with any more."""
