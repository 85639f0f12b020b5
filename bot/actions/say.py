"""Replies from the policy's words and the council's facts."""

from __future__ import annotations

from collections.abc import Iterable

from bot.council import Council
from bot.policy import Policy, ReplyName
from bot.turn import Button, CaseDraft, Link, Reply
from knowledge.answer import Answer
from knowledge.load import Team


class Phrases:
    """Makes replies. One for all actions, so that the same thing is always said in the same words."""

    def __init__(self, policy: Policy, council: Council) -> None:
        self._policy, self._council = policy, council

    def plain(self, name: ReplyName, *buttons: Button) -> Reply:
        """A canned reply."""
        return Reply(self._policy.replies[name].format(council=self._council.name), buttons=buttons)

    def person(self) -> Button:
        """The button that is always there when the bot could not help."""
        return Button(self._policy.buttons["person"], "person")

    def service_buttons(self, slugs: Iterable[str]) -> tuple[Button, ...]:
        """One button a service, by the service's name."""
        return tuple(Button(self._council.services[slug].name, f"service:{slug}") for slug in slugs)

    def answer(self, answer: Answer, service: str) -> Reply:
        """What the council's page says, where it says so, and what can be done next."""
        link = Link(answer.title, answer.url)
        return Reply(answer.text, link=link, reviewed_on=answer.reviewed_on, buttons=self._next(service))

    def elsewhere(self, body: str) -> Reply:
        """Whose business it is, how to reach them, and a person of ours in case we are wrong."""
        page = self._council.bodies[body]
        phone = self._policy.replies["elsewhere_phone"].format(phone=page.phone) if page.phone else ""
        words = {"body": page.name, "summary": page.summary, "title": page.title, "url": page.url, "phone": phone}
        return Reply(self._policy.replies["elsewhere"].format(**words), buttons=(self.person(),))

    def no_page(self, service: str) -> Reply:
        """Who can help, when a service is clear and nothing is published about it."""
        words = self._council.words(self._council.team_for(service))
        return Reply(self._policy.replies["no_page"].format(**words), buttons=self._next(service))

    def case(self, name: ReplyName, team: Team, draft: CaseDraft) -> Reply:
        """Tells the resident that a person now has it, and the reference."""
        words = self._council.words(team, reference=draft.reference)
        return Reply(self._policy.replies[name].format(**words), case=draft)

    def _next(self, service: str) -> tuple[Button, ...]:
        known = self._council.services.get(service)
        if known and known.does == "report":
            return (Button(self._policy.buttons["report"], f"report:{service}"), self.person())
        team = self._council.team_for(service)
        title = self._policy.buttons["team"].format(team=team.name)
        return (Button(title, f"team:{service}"),)
