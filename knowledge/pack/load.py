"""Loads a council pack, the folder that makes this software one council's own, or says what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.pack.calendar import ENGLAND, PLAIN_CALENDAR, CouncilCalendar
from knowledge.pack.council import Reference, Team, load_council
from knowledge.pack.facts import load_facts, published_contacts
from knowledge.pack.other_body import OtherBodyPage
from knowledge.pack.page import Page
from knowledge.pack.page_source import PageSource
from knowledge.pack.problems import PackError, PackProblem
from knowledge.pack.read_other_bodies import NATIONAL, load_other_bodies
from knowledge.pack.read_page import PageReader
from knowledge.pack.services import Service, load_services

__all__ = [
    "CouncilPack",
    "OtherBodyPage",
    "PackError",
    "PackProblem",
    "PageSource",
    "Reference",
    "Service",
    "Team",
    "load_pack",
    "pages_from_rows",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CouncilPack:
    """One council: who it is, what it does, what it tells residents.

    `council` is council.yml whole. `facts` maps full names to values. `published` holds the phone numbers,
    e-mail addresses and postcodes that stand in the facts: nobody needs to hide them. `elsewhere` holds the pages
    about other bodies. `sources` are the council's own pages as written, in the same order. `calendar` has the bank
    holidays of the council's nation and the days on which it is closed.
    """

    slug: str
    name: str
    council: Mapping[str, Any]
    services: tuple[Service, ...]
    teams: tuple[Team, ...]
    pages: tuple[Page, ...]
    elsewhere: tuple[OtherBodyPage, ...]
    references: tuple[Reference, ...]
    published: frozenset[str]
    facts: Mapping[str, str]
    sources: tuple[PageSource, ...]
    calendar: CouncilCalendar = PLAIN_CALENDAR


def load_pack(folder: Path) -> CouncilPack:
    """The council pack in a folder. Raises PackError with every problem.

    Raises PackError with every problem in every file, so that a writer can put them right in one go.
    """
    problems: list[PackProblem] = []
    facts = load_facts(folder / "facts", problems)
    council = load_council(folder / "council.yml", facts, problems)
    teams = {team.slug for team in council.teams}
    services = load_services(folder / "services.csv", teams, problems)
    read = _load_pages(folder / "pages", services, facts, problems)
    elsewhere = load_other_bodies((*_shared(council.calendar), folder / "elsewhere"), facts, problems)
    if problems:
        raise PackError(problems)
    return CouncilPack(
        slug=council.slug,
        name=council.name,
        council=council.fields,
        services=services,
        teams=council.teams,
        pages=tuple(page for _, page in read),
        elsewhere=elsewhere,
        references=council.references,
        published=published_contacts(facts.values()),
        facts=facts,
        sources=tuple(replace(source, body=source.body.strip()) for source, _ in read),
        calendar=council.calendar,
    )


def _shared(calendar: CouncilCalendar) -> tuple[Path, ...]:
    """Where the pages about other bodies are that this council shares with others: so far England has some."""
    return (NATIONAL,) if calendar.nation == ENGLAND else ()


def _load_pages(
    folder: Path, services: tuple[Service, ...], facts: Mapping[str, str], problems: list[PackProblem]
) -> list[tuple[PageSource, Page]]:
    files = sorted(folder.glob("*.md"), key=lambda file: file.stem)
    if not files:
        problems.append(PackProblem(folder, 0, "There are no pages here."))
    reader = PageReader({service.slug: service for service in services}, facts, frozenset(f.stem for f in files))
    found = []
    titles: dict[str, str] = {}
    for file in files:
        read = reader.read(file, problems)
        if read is None:
            continue
        found.append(read)
        page = read[1]
        if page.title.casefold() in titles:
            problems.append(PackProblem(file, 1, f"`{titles[page.title.casefold()]}` has the same title."))
        titles[page.title.casefold()] = page.id
    return found


def pages_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Page, ...]:
    """Any collection of `{"id", "title", "text"}` as pages of no service, so that it can be searched.

    Raises PackError when a row has no id, no title and text, or an id that came before; rows count from 1.
    """
    pages: dict[str, Page] = {}
    problems = []
    for number, row in enumerate(rows, start=1):
        page_id, title, text = (str(row.get(name) or "").strip() for name in ("id", "title", "text"))
        if not page_id:
            problems.append(PackProblem(Path("rows"), number, "The row has no id."))
        elif page_id in pages:
            problems.append(PackProblem(Path("rows"), number, f"The id `{page_id}` is here twice."))
        elif not (title or text):
            problems.append(PackProblem(Path("rows"), number, f"The row `{page_id}` has no title and no text."))
        else:
            url = str(row.get("url") or "")
            pages[page_id] = Page(page_id, "", title or page_id, "", url, "", None, (), (), text)
    if problems:
        raise PackError(problems)
    return tuple(pages.values())
