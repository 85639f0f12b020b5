"""Pages and versions as the admin pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.db.tables.pages import KbPage, KbVersion
from api.kernel.permissions import Member, Permission
from api.kernel.times import moment
from api.pages.admin.admin_words import ACTIONS, STATES
from api.pages.editing.knowledge_base import KnowledgeBase, PageHistory
from api.pages.editing.repository import PageWithNewest
from api.pages.editing.sources import PageDraft
from api.pages.publication.workflow import OPEN, PageStatus, VersionState
from api.pages.wording import say


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in the list. `newest` is the number of its newest version, and `open_state` where that stands if open."""

    id: str
    title: str
    status: str
    open_state: str | None
    service: str
    team: str
    due: date | None
    overdue: bool
    changed: str
    newest: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in the list of a page."""

    number: int
    state: str
    words: str
    when: str
    author: str
    note: str
    reviewer: str | None
    verdict: str | None


@dataclass(frozen=True, slots=True)
class AllowedOnPage:
    """What this member may do with this page now. The service decides again when a form comes in."""

    edit: bool
    submit: bool
    withdraw: bool
    decide: bool
    retire: bool
    restore: bool


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with what its own page shows."""

    id: str
    title: str
    status: str
    published: int | None
    redirect_to: str | None
    source: str
    service: str
    team: str
    reviewed_on: date | None
    due: date | None
    overdue: bool
    newest: VersionLine
    versions: tuple[VersionLine, ...]
    allowed: AllowedOnPage


class PageViews:
    """Knows the council's names for services and teams."""

    def __init__(self, knowledge: KnowledgeBase, today: date) -> None:
        self._services = knowledge.composer.services
        self._teams = {team.slug: team.name for team in knowledge.pack.teams}
        self._today = today

    def line(self, listed: PageWithNewest) -> PageLine:
        """A page as one line of the list."""
        page, newest = listed.page, listed.newest
        due = newest.review_due
        return PageLine(
            id=page.id,
            title=newest.title,
            status=page.status,
            open_state=newest.state if newest.state in OPEN and page.status != newest.state else None,
            service=self.service(newest.service),
            team=self.team(newest.service),
            due=due,
            overdue=page.status == PageStatus.PUBLISHED and due is not None and due < self._today,
            changed=moment(page.updated_at),
            newest=newest.number,
        )

    def page(self, history: PageHistory, member: Member) -> PageView:
        """A page's own page: what residents read comes first, else what was written last."""
        page, versions = history.page, history.versions
        shown = next((each for each in versions if each.number == page.published_version), versions[0])
        due = shown.review_due
        return PageView(
            id=page.id,
            title=shown.title,
            status=page.status,
            published=page.published_version,
            redirect_to=page.redirect_to,
            source=page.source,
            service=self.service(shown.service),
            team=self.team(shown.service),
            reviewed_on=shown.reviewed_on,
            due=due,
            overdue=page.published_version is not None and due is not None and due < self._today,
            newest=version_line(versions[0]),
            versions=tuple(version_line(each) for each in versions),
            allowed=allowed(page, versions, member),
        )

    def service(self, slug: str | None) -> str:
        """The council's name of a service."""
        known = self._services.get(slug or "")
        return known.name if known else say("page.no_service")

    def team(self, slug: str | None) -> str:
        """The name of a service's team."""
        known = self._services.get(slug or "")
        return self._teams.get(known.team, known.team) if known else ""

    def fields(self, draft: PageDraft) -> Mapping[str, str]:
        """A draft's fields as text, to compare. Names are those of `admin_words.FIELDS`."""
        return {
            "title": draft.title,
            "summary": draft.summary,
            "service": self.service(draft.service),
            "actions": "\n".join(ACTIONS.get(each, each) for each in draft.actions),
            "synonyms": "\n".join(draft.synonyms),
            "questions": "\n".join(draft.questions),
            "body": draft.body,
            "reviewed_on": draft.reviewed_on.isoformat() if draft.reviewed_on else "",
            "review_due": draft.review_due.isoformat() if draft.review_due else "",
        }


def version_line(version: KbVersion) -> VersionLine:
    """A version as one line of a page's history."""
    return VersionLine(
        number=version.number,
        state=version.state,
        words=STATES[version.state],
        when=moment(version.created_at),
        author=version.author,
        note=version.note,
        reviewer=version.reviewer,
        verdict=version.verdict,
    )


def allowed(page: KbPage, versions: Sequence[KbVersion], member: Member) -> AllowedOnPage:
    """What this member may do with a page in this state."""
    writes, publishes = member.may(Permission.EDIT_PAGES), member.may(Permission.PUBLISH_PAGES)
    state, retired = versions[0].state, page.status == PageStatus.RETIRED
    return AllowedOnPage(
        edit=writes,
        submit=writes and state == VersionState.DRAFT,
        withdraw=writes and state == VersionState.IN_REVIEW,
        decide=publishes and state == VersionState.IN_REVIEW,
        retire=publishes and not retired,
        restore=writes and retired and state not in OPEN,
    )


def service_names(knowledge: KnowledgeBase) -> dict[str, str]:
    """Services to choose from, by name."""
    return dict(sorted(((each.slug, each.name) for each in knowledge.pack.services), key=lambda pair: pair[1].lower()))


def facts_by_file(knowledge: KnowledgeBase) -> dict[str, dict[str, str]]:
    """The facts that a page can fill in, by the file that they stand in."""
    files: dict[str, dict[str, str]] = {}
    for name, value in sorted(knowledge.composer.facts.items()):
        files.setdefault(name.partition(".")[0], {})[name] = value
    return files
