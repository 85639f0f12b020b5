"""From the published versions to pages that residents can read: facts filled in, faults found. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from api.pages.wording import say
from knowledge.pack.page import Page
from knowledge.pack.page_rules import LIVE, PageRules
from knowledge.pack.page_source import PageFault, PageSource
from knowledge.pack.services import Service

NO_SERVICE = PageFault("service", 1, say("publishing.no_service"))


@dataclass(frozen=True, slots=True)
class ComposedPages:
    """Pages in order of id, and the faults of those that are left out."""

    pages: tuple[Page, ...]
    faults: Mapping[str, tuple[PageFault, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composer:
    """Knows the council's services and facts."""

    services: Mapping[str, Service]
    facts: Mapping[str, str]

    def compose(
        self, sources: Iterable[PageSource], redirects: Collection[str] = (), newcomers: Collection[str] = ()
    ) -> ComposedPages:
        """All pages together. A link may lead to any page among them, or to a retired one that leads on.

        Of two pages with one title, the newcomer is at fault.
        """
        known = {source.id: source for source in sources}
        rules = PageRules(self.services, self.facts, {*known, *redirects}, LIVE)
        pages: list[Page] = []
        faults: dict[str, tuple[PageFault, ...]] = {}
        titles: dict[str, str] = {}
        for page_id in sorted(known, key=lambda known_id: (known_id in newcomers, known_id)):
            found = self._read(rules, known[page_id])
            if isinstance(found, Page) and (same := titles.get(found.title.casefold())):
                found = (PageFault("title", 1, say("publishing.same_title", page=same)),)
            if isinstance(found, Page):
                titles[found.title.casefold()] = page_id
                pages.append(found)
            else:
                faults[page_id] = found
        return ComposedPages(tuple(sorted(pages, key=lambda page: page.id)), faults)

    def check(self, source: PageSource, pages: Collection[str]) -> Page | tuple[PageFault, ...]:
        """One page as it would read among others, or everything that is wrong with it."""
        return self._read(PageRules(self.services, self.facts, {*pages, source.id}, LIVE), source)

    def _read(self, rules: PageRules, source: PageSource) -> Page | tuple[PageFault, ...]:
        return rules.page(source) if source.service else (NO_SERVICE,)


def lead_on(redirects: Mapping[str, str], pages: Collection[str]) -> dict[str, str]:
    """Where each retired page leads in the end. One that leads nowhere, or in a circle, is left out."""
    found = {}
    for page_id in redirects:
        target, seen = redirects[page_id], {page_id}
        while target in redirects and target not in pages and target not in seen:
            seen.add(target)
            target = redirects[target]
        if target in pages and page_id not in pages:
            found[page_id] = target
    return found
