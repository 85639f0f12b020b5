"""Which of several changes can be published together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.publication.compose import ComposedPages, Composer
from api.pages.wording import say
from knowledge.pack.page_source import PageFault, PageSource


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page's new words; or None when it is retired, with the page that stands in for it."""

    source: PageSource | None
    redirect_to: str | None = None


@dataclass(frozen=True, slots=True)
class SettledChanges:
    """The changes that may be made, and for each of the others what residents would have read wrong."""

    accepted: frozenset[str]
    refused: Mapping[str, tuple[str, ...]]


def settle(
    composer: Composer,
    before: Mapping[str, PageSource],
    redirects: Mapping[str, str],
    changes: Mapping[str, PageChange],
) -> SettledChanges:
    """Accepts every change that breaks neither its own page nor another one."""
    accepted, refused = dict(changes), dict[str, tuple[str, ...]]()
    composed = _with(composer, before, redirects, accepted)
    if composed.pages and not composed.faults:
        return SettledChanges(frozenset(accepted), refused)
    faulty = composer.compose(before.values(), redirects).faults
    while accepted:
        composed = _with(composer, before, redirects, accepted)
        new = {page: found for page, found in composed.faults.items() if page in accepted or found != faulty.get(page)}
        if not new and composed.pages:
            break
        blamed = _blamed(accepted, new)
        for page_id in blamed:
            del accepted[page_id]
            refused[page_id] = _lines(page_id, new) or (say("publishing.one_must_stay"),)
    return SettledChanges(frozenset(accepted), refused)


def _with(
    composer: Composer,
    before: Mapping[str, PageSource],
    redirects: Mapping[str, str],
    changes: Mapping[str, PageChange],
) -> ComposedPages:
    sources = {page_id: source for page_id, source in before.items() if page_id not in changes}
    leads = {page_id for page_id in redirects if page_id not in changes}
    for page_id, change in changes.items():
        if change.source is not None:
            sources[page_id] = change.source
        elif change.redirect_to:
            leads.add(page_id)
    return composer.compose(sources.values(), leads, changes)


def _blamed(changes: Mapping[str, PageChange], new: Mapping[str, tuple[PageFault, ...]]) -> set[str]:
    """Changed pages with faults; else retired pages that somebody links to; else all, as it cannot be told."""
    if own := set(changes) & set(new):
        return own
    told = " ".join(fault.what for faults in new.values() for fault in faults)
    return {page_id for page_id in changes if f"`/services/{page_id}" in told} or set(changes)


def _lines(page_id: str, new: Mapping[str, tuple[PageFault, ...]]) -> tuple[str, ...]:
    if page_id in new:
        return tuple(map(str, new[page_id]))
    return tuple(
        say("publishing.would_break", page=other, fault=fault) for other, faults in new.items() for fault in faults
    )
