"""Reads one page of a pack from its file: front matter to fields, fields checked, facts filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.pack.front_matter import FrontMatter, read_front_matter
from knowledge.pack.page import Page
from knowledge.pack.page_rules import PACK, PageRules
from knowledge.pack.page_source import PageFault, PageSource
from knowledge.pack.problems import PackProblem, read_text
from knowledge.pack.questions import check_questions
from knowledge.pack.services import Service
from knowledge.pack.yaml_lines import YamlEntry, as_date

LISTS = ("actions", "synonyms")


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads pages of one pack. `pages` are the ids that links may lead to; `homes` tells whose a question is."""

    services: Mapping[str, Service]
    facts: Mapping[str, str]
    pages: frozenset[str]
    homes: dict[str, str] = field(default_factory=dict, compare=False)

    def read(self, path: Path, problems: list[PackProblem]) -> tuple[PageSource, Page] | None:
        """The page in a file as written and filled in, or None; each fault in it is added to `problems`."""
        text = read_text(path, problems)
        return None if text is None else self.parse(text, path, problems)

    def parse(self, text: str, path: Path, problems: list[PackProblem]) -> tuple[PageSource, Page] | None:
        """The page in a text that would stand at `path`."""
        before = len(problems)
        front = read_front_matter(text, path, problems)
        if front is None:
            return None
        malformed = dict(_malformed(front.fields))
        problems.extend(PackProblem(path, front.fields[name].line, what) for name, what in malformed.items())
        if "questions" in front.fields:
            found = check_questions(front.fields["questions"], path.stem, self.homes)
            problems.extend(PackProblem(path, line, what) for line, what in found)
        source = _source(path.stem, front)
        page = PageRules(self.services, self.facts, self.pages).page(source)
        if not isinstance(page, Page):
            missing = {"service", "title", "summary", "url", "team", "reviewed_on", *LISTS} - set(front.fields)
            told = [fault for fault in page if fault.field not in missing | set(malformed)]
            problems.extend(_problem(fault, front, path) for fault in told)
        if len(problems) > before or not isinstance(page, Page):
            return None
        return source, page


def lengths(title: str, summary: str, front: FrontMatter, path: Path) -> Iterator[PackProblem]:
    """The problems of a page's title, summary and body that are too short or too long."""
    for fault in PACK.lengths(title, summary):
        yield _problem(fault, front, path)
    if not front.body.strip():
        yield PackProblem(path, front.body_line, "The page has no body.")


def _malformed(fields: Mapping[str, YamlEntry]) -> list[tuple[str, str]]:
    """Fields whose value has the wrong form, with what is wrong."""
    found = []
    for name, entry in fields.items():
        if name in LISTS:
            if not entry.texts:
                found.append((name, f"`{name}` must be a list, such as [one, two]."))
        elif name == "questions":
            continue  # `check_questions` looks at every line
        elif entry.text is None:
            found.append((name, f"`{name}` must be a single value."))
        elif name == "reviewed_on" and entry.text and as_date(entry.text) is None:
            found.append((name, f"`{entry.text}` is not a date; write it as 2026-09-14."))
        elif name == "reviewed_on" and not entry.text:
            found.append((name, f"`{name}` has no value."))
    return found


def _source(page_id: str, front: FrontMatter) -> PageSource:
    fields = front.fields
    words = {name: " ".join((entry.text or "").split()) for name, entry in fields.items()}
    lists = {name: (fields[name].texts or ()) if name in fields else () for name in LISTS}
    return PageSource(
        id=page_id,
        service=words.get("service", ""),
        title=words.get("title", ""),
        summary=words.get("summary", ""),
        url=words.get("url", ""),
        team=words.get("team", ""),
        reviewed_on=as_date(words.get("reviewed_on", "")),
        actions=lists["actions"],
        synonyms=lists["synonyms"],
        body=front.body,
        questions=(fields["questions"].texts or ()) if "questions" in fields else (),
    )


def _problem(fault: PageFault, front: FrontMatter, path: Path) -> PackProblem:
    """A fault of a field at its line of the file."""
    first = front.body_line if fault.field == "body" else front.fields[fault.field].line
    return PackProblem(path, first + fault.line - 1, fault.what)
