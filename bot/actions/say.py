"""Replies from the policy's words and the council's facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.council import Council
from bot.policy import ReplyName, Wording, load_welsh
from bot.reception.languages import WELSH, load_languages
from bot.turn import Button, CaseDraft, Link, Reply
from knowledge.answer.answer import Answer
from knowledge.pack.load import Team

Starters = Callable[[str], Button | None]  # the button that begins the form of a service, where it has one


def no_starters(service: str) -> Button | None:
    """None: no service has a form to begin."""
    return None


class Phrases:
    """Makes replies. One for all actions, so that the same thing is always said in the same words."""

    def __init__(
        self, policy: Wording, council: Council, lang: str | None = None, starters: Starters = no_starters
    ) -> None:
        self._policy, self._council, self._lang, self._starters = policy, council, lang, starters

    def speaking(self, language: str | None) -> Phrases:
        """The phrases in Welsh for whoever writes in Welsh; only Welsh has every reply."""
        return Phrases(load_welsh(), self._council, WELSH, self._starters) if language == WELSH else self

    def plain(self, name: ReplyName, *buttons: Button) -> Reply:
        """A canned reply of policy.yml by its name."""
        return Reply(self._policy.replies[name].format(council=self._council.name), buttons=buttons, lang=self._lang)

    def person(self) -> Button:
        """The button that is always there when the bot could not help."""
        return Button(self._policy.buttons["person"], "person")

    def frozen(self, question: Reply) -> Reply:
        """The question that waits in a form, after something that could not wait."""
        return replace(question, text=f"{self._policy.replies['frozen']}\n\n{question.text}")

    def service_buttons(self, slugs: Iterable[str]) -> tuple[Button, ...]:
        """One button a service, by the service's name."""
        return tuple(Button(self._council.services[slug].name, f"service:{slug}") for slug in slugs)

    def answer(self, answer: Answer, service: str) -> Reply:
        """What the council's page says, where it says so, and what can be done next."""
        link = Link(answer.title, answer.url)
        return Reply(answer.text, link=link, reviewed_on=answer.reviewed_on, buttons=self._next(service))

    def with_aside(self, reply: Reply, service: str) -> tuple[Reply, ...]:
        """A reply, then the question whether to go on with a second need; its buttons include the reply's own."""
        name = self._council.services[service].name
        yes = Button(self._policy.buttons["go_on"].format(service=name), f"service:{service}")
        also = Reply(self._policy.replies["also"].format(service=name), buttons=(yes, *reply.buttons))
        return replace(reply, buttons=()), also

    def asked_again(self, reply: Reply) -> Reply:
        """A reply to a question that came before, with a person."""
        return self._after("asked_again", reply, f"\n\n{reply.text}")

    def all_said(self, reply: Reply) -> Reply:
        """Says that the page has no more, and where it is, with a person."""
        return self._after("all_said", reply, "")

    def foreign(self, language: str, team: Team, draft: CaseDraft) -> Reply:
        """Tells in a resident's own language that a person now has it."""
        if language == WELSH:
            return replace(self.speaking(WELSH).case("routed_language", team, draft), case=None)
        words = {"council": self._council.name, "reference": draft.reference}
        return Reply(load_languages()[language].text.format(**words), lang=language)

    def elsewhere(self, body: str) -> Reply:
        """Whose business it is, how to reach them, and a person of ours in case we are wrong."""
        page = self._council.bodies[body]
        phone = self._policy.replies["elsewhere_phone"].format(phone=page.phone) if page.phone else ""
        words = {"body": page.name, "summary": page.summary, "title": page.title, "url": page.url, "phone": phone}
        text = self._policy.replies["elsewhere"].format(**words)
        return Reply(text, buttons=(self.person(),), lang=self._lang)

    def no_page(self, service: str) -> Reply:
        """Who can help, when a service is clear and nothing is published about it."""
        words = self._council.words(self._council.team_for(service))
        return Reply(self._policy.replies["no_page"].format(**words), buttons=self._next(service))

    def case(self, name: ReplyName, team: Team, draft: CaseDraft) -> Reply:
        """Tells the resident that a person now has it, and the reference."""
        words = self._council.words(team, reference=draft.reference)
        return Reply(self._policy.replies[name].format(**words), case=draft, lang=self._lang)

    def _after(self, name: ReplyName, reply: Reply, rest: str) -> Reply:
        others = tuple(each for each in reply.buttons if each.choice != "person")
        return replace(reply, text=self._policy.replies[name] + rest, buttons=(*others, self.person()))

    def _next(self, service: str) -> tuple[Button, ...]:
        start = self._starters(service)
        if start is not None:
            return (start, self.person())
        known = self._council.services.get(service)
        if known and known.does == "report":
            return (Button(self._policy.buttons["report"], f"report:{service}"), self.person())
        team = self._council.team_for(service)
        title = self._policy.buttons["team"].format(team=team.name)
        return (Button(title, f"team:{service}"),)
