"""Everything from A to Z, under every name that residents use for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.pack.page import Page


@dataclass(frozen=True, slots=True, order=True)
class PageName:
    """A name of a page: its title, or another that residents use."""

    sorted_as: str
    name: str
    slug: str
    title: str


def a_to_z(pages: Iterable[Page]) -> dict[str, list[PageName]]:
    """Names by their first letter, both in order."""
    found: defaultdict[str, list[PageName]] = defaultdict(list)
    for page in pages:
        for word in dict.fromkeys((page.title, *page.synonyms)):
            name = word[:1].upper() + word[1:]
            if name[:1].isalpha() and name[:1].isascii():
                found[name[0]].append(PageName(name.casefold(), name, page.id, page.title))
    return {letter: sorted(found[letter]) for letter in sorted(found)}
