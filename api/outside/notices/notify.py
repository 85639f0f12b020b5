"""GOV.UK Notify, by its official client.

Formats: https://docs.notifications.service.gov.uk/python.html (sending, statuses, errors by status code: 400 the
message is wrong, 403 the key or the clock is, 429 over the rate or the day's limit, 500 ask again) and
https://docs.notifications.service.gov.uk/python.html#delivery-receipts (statuses of a message).

Notify knows no key that would make sending twice harmless. So our notice's id goes with each message as `reference`,
which holds nothing personal, and after an attempt whose end is unknown Notify is asked for that reference first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient
from pydantic import SecretStr

from api.db.tables.notice_kinds import TROUBLED, Channel, NoticeState
from api.kernel.outside_faults import Fault, Later, Refused
from api.kernel.retries.backoff import seconds_asked
from api.outside.notices.carrier import Carried, NoticeMessage

# What Notify calls a message's state, and what we call it.
STATES: Mapping[str, NoticeState] = {
    "created": NoticeState.SENT,
    "sending": NoticeState.SENT,
    "pending": NoticeState.SENT,
    "sent": NoticeState.SENT,  # a text message to another country: nothing more is ever heard
    "delivered": NoticeState.DELIVERED,
    "permanent-failure": NoticeState.BOUNCED,
    "temporary-failure": NoticeState.BOUNCED,
    "technical-failure": NoticeState.FAILED,
}
_ERRORS = {"BadRequestError", "ValidationError", "NoResultFound"}  # names of errors that say nothing of a person


@dataclass(frozen=True)
class Notify:
    """A carrier over GOV.UK Notify. `templates` leads from `confirmation.email` to the id of a template there."""

    key: SecretStr
    templates: Mapping[str, str]
    base: str
    timeout: float
    proxy: str | None = None

    name = "notify"
    takes_values = True

    async def send(self, message: NoticeMessage) -> Carried:
        """Sends by the template of this kind and channel."""
        template = self.templates.get(f"{message.kind.value}.{message.channel.value}")
        if template is None:
            raise Refused("no_template")
        personal = dict(message.facts)

        def send(client: NotificationsAPIClient) -> Any:
            if message.channel is Channel.EMAIL:
                return client.send_email_notification(message.recipient, template, personal, message.id)
            return client.send_sms_notification(message.recipient, template, personal, message.id)

        answer = await self._ask(send, changes=True)
        return Carried(_text(answer, "id"))

    async def find(self, message_id: str) -> Carried | None:
        """Asks Notify for the message that went with our id."""
        answer = await self._ask(lambda client: client.get_all_notifications(reference=message_id), changes=False)
        found = answer.get("notifications")
        first = found[0] if isinstance(found, list) and found else None
        if not isinstance(first, dict):
            return None
        status = str(first.get("status"))
        state = STATES.get(status, NoticeState.SENT)
        return Carried(_text(first, "id"), state, status if state in TROUBLED else None)

    async def _ask(self, call: Callable[[NotificationsAPIClient], Any], *, changes: bool) -> dict[str, Any]:
        """What Notify answers, in a thread: the client waits for the network, and is not to be shared by threads."""
        try:
            answer = await asyncio.to_thread(lambda: call(self._client()))
        except InvalidResponse:
            raise Later("unreadable_answer", doubtful=changes) from None
        except APIError as error:
            raise _fault(error, changes) from None
        except AssertionError:
            raise Later("key_malformed") from None  # the client's own check of the key's form
        if not isinstance(answer, dict):
            raise Later("unreadable_answer", doubtful=changes)
        return answer

    def _client(self) -> NotificationsAPIClient:
        client = NotificationsAPIClient(self.key.get_secret_value(), base_url=self.base, timeout=self.timeout)
        client.request_session.trust_env = False
        if self.proxy:
            client.request_session.proxies = {"http": self.proxy, "https": self.proxy}
        return client


def _fault(error: APIError, changes: bool) -> Fault:
    """What an error means. Its message is left behind: it may repeat what was sent."""
    response = error.response
    if response is None:  # no answer at all: it may have arrived
        return Later("no_answer", doubtful=changes)
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Later("too_many_requests", seconds_asked(response.headers.get("Retry-After")))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Later(f"status_{status}", seconds_asked(response.headers.get("Retry-After")), doubtful=changes)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Later(f"key_refused_{status}")
    return Refused(_name(error) or f"status_{status}")


def _name(error: APIError) -> str:
    """The name of Notify's first error, where it is one of those that say nothing of a person."""
    try:
        first = error.message[0]
        name = first["error"] if isinstance(first, dict) else ""
    except (IndexError, KeyError, TypeError):
        return ""
    return name if name in _ERRORS else ""


def _text(answer: Mapping[str, Any], name: str) -> str | None:
    value = answer.get(name)
    return value if isinstance(value, str) and len(value) <= 40 else None
