"""Reads one page: its fields checked, its facts filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.facts import fill_in
from knowledge.front_matter import FrontMatter, read_front_matter
from knowledge.page import Page, PageAction
from knowledge.problems import Problem
from knowledge.services import SLUG, Service
from knowledge.yaml_lines import Entry, as_date

LONGEST_TITLE = 70  # characters
SUMMARY = (60, 300)  # characters
SYNONYMS = (6, 15)
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_OUTSIDE = ("https://", "http://", "mailto:", "tel:", "#")


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads pages of one pack. `pages` are the ids that links may lead to."""

    services: Mapping[str, Service]
    facts: Mapping[str, str]
    pages: frozenset[str]

    def read(self, path: Path, problems: list[Problem]) -> Page | None:
        """The page in a file, or None; each thing that is wrong with it is added to `problems`."""
        text = read_text(path, problems)
        return None if text is None else self.parse(text, path, problems)

    def parse(self, text: str, path: Path, problems: list[Problem]) -> Page | None:
        """The page in a text that would stand at `path`."""
        before = len(problems)
        front = read_front_matter(text, path, problems)
        if front is None:
            return None
        fields = front.fields
        page_id = path.stem
        words = {name: entry.text or "" for name, entry in fields.items()}
        summary = self._filled(fields.get("summary"), path, problems)
        title = self._filled(fields.get("title"), path, problems)
        body = fill_in(front.body, self.facts, path, front.body_line, problems).strip()
        for name, entry in fields.items():
            problems.extend(Problem(path, entry.line, what) for what in self._check(page_id, name, entry, fields))
        problems.extend(lengths(title, summary, front, path))
        problems.extend(self._bad_links(front, path))
        if len(problems) > before:
            return None
        return Page(
            id=page_id,
            service=words["service"],
            title=title,
            summary=summary,
            url=words["url"],
            team=words["team"],
            reviewed_on=as_date(words["reviewed_on"]),
            actions=tuple(PageAction(action) for action in fields["actions"].texts or ()),
            synonyms=fields["synonyms"].texts or (),
            body=body,
        )

    def _filled(self, entry: Entry | None, path: Path, problems: list[Problem]) -> str:
        text = (entry.text if entry else None) or ""
        return fill_in(" ".join(text.split()), self.facts, path, entry.line if entry else 1, problems)

    def _check(self, page_id: str, name: str, entry: Entry, fields: Mapping[str, Entry]) -> Iterator[str]:
        if name in ("actions", "synonyms"):
            yield from _check_list(name, entry)
        elif entry.text is None:
            yield f"`{name}` must be a single value."
        elif not entry.text:
            yield f"`{name}` has no value."
        elif name == "service":
            yield from self._check_service(page_id, entry.text)
        elif name == "url" and entry.text != f"/services/{page_id}":
            yield f"The url must be `/services/{page_id}`, after the file's name."
        elif name == "team":
            yield from self._check_team(entry.text, fields.get("service"))
        elif name == "reviewed_on" and as_date(entry.text) is None:
            yield f"`{entry.text}` is not a date; write it as 2026-09-14."

    def _check_service(self, page_id: str, slug: str) -> Iterator[str]:
        if not SLUG.fullmatch(slug):
            yield f"`{slug}` is not a slug: lower-case words joined by hyphens."
        elif slug not in self.services:
            yield f"There is no service called `{slug}` in services.csv."
        elif page_id != slug and not page_id.startswith(f"{slug}-"):
            yield f"The file of a page about `{slug}` is named `{slug}.md`, or `{slug}-` and a word."

    def _check_team(self, team: str, service: Entry | None) -> Iterator[str]:
        known = self.services.get((service.text if service else None) or "")
        if known and team != known.team:
            yield f"The team of `{known.slug}` is `{known.team}`, not `{team}`."

    def _bad_links(self, front: FrontMatter, path: Path) -> Iterator[Problem]:
        for link in LINK.finditer(front.body):
            target = link.group(1)
            line = front.body_line + front.body.count("\n", 0, link.start())
            if target.startswith("/services/"):
                if target.removeprefix("/services/").split("#")[0] not in self.pages:
                    yield Problem(path, line, f"The link `{target}` leads to no page of this pack.")
            elif not target.startswith(_OUTSIDE):
                what = f"The link `{target}` must begin with /services/ or https://."
                yield Problem(path, line, what)


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file, or None and a problem."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(path, 0, f"This file cannot be read: {error}."))
        return None


def lengths(title: str, summary: str, front: FrontMatter, path: Path) -> Iterator[Problem]:
    """What is wrong with how long the title, the summary and the body of a page are."""
    if len(title) > LONGEST_TITLE:
        what = f"The title has {len(title)} characters; {LONGEST_TITLE} are allowed."
        yield Problem(path, front.fields["title"].line, what)
    if summary and not SUMMARY[0] <= len(summary) <= SUMMARY[1]:
        what = f"The summary has {len(summary)} characters; it must have {SUMMARY[0]} to {SUMMARY[1]}."
        yield Problem(path, front.fields["summary"].line, what)
    if not front.body.strip():
        yield Problem(path, front.body_line, "The page has no body.")


def _check_list(name: str, entry: Entry) -> Iterator[str]:
    values = entry.texts
    if values is None or not values:
        yield f"`{name}` must be a list, such as [one, two]."
        return
    if len(set(values)) < len(values):
        yield f"`{name}` holds the same thing twice."
    if name == "actions":
        known = [action.value for action in PageAction]
        yield from (
            f"Unknown action `{value}`; choose from {', '.join(known)}." for value in values if value not in known
        )
        return
    if not SYNONYMS[0] <= len(values) <= SYNONYMS[1]:
        yield f"There are {len(values)} synonyms; there must be {SYNONYMS[0]} to {SYNONYMS[1]}."
    yield from (f"The synonym `{value}` must be in lower case." for value in values if value != value.lower())
    if "" in values:
        yield "A synonym is empty."
