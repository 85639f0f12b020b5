"""What every page must keep to: one set of rules for files of a pack and for pages that are edited live."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.pack.facts import fill_in
from knowledge.pack.page import Page, PageAction
from knowledge.pack.page_source import PageFault, PageSource
from knowledge.pack.problems import PackProblem
from knowledge.pack.services import SLUG, Service

LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_OUTSIDE = ("https://", "http://", "mailto:", "tel:", "#")
_SINGLE = ("service", "title", "summary", "url", "team")


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How strict the rules are. Characters of title and summary, number of synonyms, both ends included."""

    title: int = 70
    summary: tuple[int, int] = (60, 300)
    synonyms: tuple[int, int] = (6, 15)
    named_after_service: bool = True
    """Whether a page's id begins with its service's slug."""

    def lengths(self, title: str, summary: str) -> Iterator[PageFault]:
        """Whether title and summary, facts filled in, are too long or too short."""
        least, most = self.summary
        if len(title) > self.title:
            yield PageFault("title", 1, f"The title has {len(title)} characters; {self.title} are allowed.")
        if summary and not least <= len(summary) <= most:
            yield PageFault("summary", 1, f"The summary has {len(summary)} characters; it must have {least} to {most}.")


PACK = PageLimits()
LIVE = PageLimits(title=120, summary=(1, 600), synonyms=(0, 60), named_after_service=False)
"""For pages that come from another system: they were not written to a pack's house style."""


@dataclass(frozen=True, slots=True)
class PageRules:
    """Checks pages and fills in their facts. `pages` are the ids that links may lead to."""

    services: Mapping[str, Service]
    facts: Mapping[str, str]
    pages: Collection[str]
    limits: PageLimits = PACK

    def page(self, source: PageSource) -> Page | tuple[PageFault, ...]:
        """The page with its facts filled in, or everything that is wrong with it."""
        faults: list[PageFault] = []
        title = self._filled(source.title, "title", faults)
        summary = self._filled(source.summary, "summary", faults)
        body = self._filled(source.body, "body", faults).strip()
        fields = (*_SINGLE, "actions", "synonyms", "body")
        faults += [*self.check(source, fields), *self.limits.lengths(title, summary)]
        if faults:
            return tuple(faults)
        return Page(
            id=source.id,
            service=source.service,
            title=title,
            summary=summary,
            url=source.url,
            team=source.team,
            reviewed_on=source.reviewed_on,
            actions=tuple(PageAction(action) for action in source.actions),
            synonyms=source.synonyms,
            body=body,
            questions=source.questions,
        )

    def check(self, source: PageSource, fields: Collection[str]) -> Iterator[PageFault]:
        """The faults of a page's fields, facts and lengths aside."""
        for name in fields:
            match name:
                case "actions":
                    found = self._check_actions(source.actions)
                case "synonyms":
                    found = self._check_synonyms(source.synonyms)
                case "body":
                    yield from self._check_body(source.body)
                    continue
                case _:
                    found = self._check_single(name, source)
            yield from (PageFault(name, 1, what) for what in found)

    def _filled(self, text: str, field: str, faults: list[PageFault]) -> str:
        problems: list[PackProblem] = []
        filled = fill_in(text, self.facts, Path(), 1, problems)
        faults += [PageFault(field, problem.line, problem.what) for problem in problems]
        return filled

    def _check_single(self, name: str, source: PageSource) -> Iterator[str]:
        value = getattr(source, name)
        if not value:
            yield f"`{name}` has no value."
        elif name == "service":
            yield from self._check_service(source.id, value)
        elif name == "url" and value != f"/services/{source.id}":
            yield f"The url must be `/services/{source.id}`, after the file's name."
        elif name == "team":
            known = self.services.get(source.service)
            if known and value != known.team:
                yield f"The team of `{known.slug}` is `{known.team}`, not `{value}`."

    def _check_service(self, page_id: str, slug: str) -> Iterator[str]:
        if not SLUG.fullmatch(slug):
            yield f"`{slug}` is not a slug: lower-case words joined by hyphens."
        elif slug not in self.services:
            yield f"There is no service called `{slug}` in services.csv."
        elif self.limits.named_after_service and page_id != slug and not page_id.startswith(f"{slug}-"):
            yield f"The file of a page about `{slug}` is named `{slug}.md`, or `{slug}-` and a word."

    def _check_actions(self, values: tuple[str, ...]) -> Iterator[str]:
        yield from _twice("actions", values)
        known = [action.value for action in PageAction]
        yield from (
            f"Unknown action `{value}`; choose from {', '.join(known)}." for value in values if value not in known
        )

    def _check_synonyms(self, values: tuple[str, ...]) -> Iterator[str]:
        yield from _twice("synonyms", values)
        least, most = self.limits.synonyms
        if not least <= len(values) <= most:
            yield f"There are {len(values)} synonyms; there must be {least} to {most}."
        yield from (f"The synonym `{value}` must be in lower case." for value in values if value != value.lower())
        if "" in values:
            yield "A synonym is empty."

    def _check_body(self, body: str) -> Iterator[PageFault]:
        if not body.strip():
            yield PageFault("body", 1, "The page has no body.")
        for link in LINK.finditer(body):
            target, line = link.group(1), 1 + body.count("\n", 0, link.start())
            if target.startswith("/services/"):
                if target.removeprefix("/services/").split("#")[0] not in self.pages:
                    yield PageFault("body", line, f"The link `{target}` leads to no page of this pack.")
            elif not target.startswith(_OUTSIDE):
                yield PageFault("body", line, f"The link `{target}` must begin with /services/ or https://.")


def _twice(name: str, values: tuple[str, ...]) -> Iterator[str]:
    if len(set(values)) < len(values):
        yield f"`{name}` holds the same thing twice."
