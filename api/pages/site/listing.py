"""Which services and pages residents can choose from: those that lead to something to read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.publication.live import Edition
from knowledge.pack.services import Service


@dataclass(frozen=True, slots=True)
class PageLink:
    """A line of a list: `/services/<slug>`, under a name."""

    slug: str
    name: str


def listed(services: Iterable[Service], edition: Edition) -> tuple[PageLink, ...]:
    """Each service that has a page at its own address, or one that stands in; then every other page by its title."""
    named = {service.slug: service.name for service in services}
    reachable = [PageLink(slug, name) for slug, name in named.items() if slug in edition.pages or slug in edition.leads]
    others = [PageLink(page.id, page.title) for page in edition.pages.values() if page.id not in named]
    return (*reachable, *others)
