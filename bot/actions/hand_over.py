"""Writes the draft of a case, so that a person can take over."""

from __future__ import annotations

from typing import Any, cast

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from bot.council import Council
from bot.forms.backends import FormBackends
from bot.forms.filling import FILLING, from_slot, so_far
from bot.forms.form_wording import FormWords
from bot.ports import References
from bot.turn import CaseDraft, Priority
from knowledge.pack.load import Team

SUMMARY_MESSAGES = 3
SUMMARY_LENGTH = 1000  # characters


class CaseDrafter:
    """Drafts cases. In one conversation a team gets one case: asking again returns the same reference."""

    def __init__(self, council: Council, references: References, backends: FormBackends, words: FormWords) -> None:
        self._council, self._references, self._backends, self._words = council, references, backends, words

    def draft(
        self,
        tracker: Tracker,
        service: str | None,
        reason: str,
        priority: Priority = Priority.NORMAL,
        team: Team | None = None,
    ) -> tuple[Team, CaseDraft, list[EventType]]:
        """The team, the case for it, and what the conversation must remember. `team` is the service's if not given."""
        team = team or self._council.team_for(service)
        known = cast(dict[str, str], tracker.get_slot("cases") or {})
        reference = known.get(team.slug) or self._references()
        draft = CaseDraft(reference, team.slug, service, priority, reason, self._summary(tracker))
        return team, draft, [SlotSet("cases", {**known, team.slug: reference})]

    def _summary(self, tracker: Tracker) -> str:
        """A summary for the caseworker: the answers of a form under way, and the last messages."""
        filling = from_slot(tracker.get_slot(FILLING))
        form = self._backends.form(filling.service) if filling else None
        if filling is None or form is None:
            return summary(tracker.events)
        title = self._words.say("half_filled", title=form.title)
        return "\n".join([title, *so_far(filling, form), "", summary(tracker.events)])[:SUMMARY_LENGTH]


def summary(events: list[dict[str, Any]]) -> str:
    """The resident's last few messages as the models saw them: redacted, newest last."""
    said = [event["text"] for event in events if event["event"] == "user" and event.get("text")]
    return "\n".join(said[-SUMMARY_MESSAGES:])[-SUMMARY_LENGTH:]
