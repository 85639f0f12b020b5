"""Which changes can be published together."""

from __future__ import annotations

from api.pages.publication.compose import Composer, lead_on
from api.pages.publication.settle import PageChange, settle
from tests.support.pages.newsroom import FACTS, PACK, SERVICES, source

COMPOSER = Composer({service.slug: service for service in SERVICES}, FACTS)
BEFORE = {each.id: each for each in PACK}


def test_a_good_change_is_accepted() -> None:
    settled = settle(COMPOSER, BEFORE, {}, {"bins": PageChange(source("bins", body="New."))})
    assert settled.accepted == {"bins"}
    assert settled.refused == {}


def test_a_bad_page_does_not_keep_good_ones_back() -> None:
    changes = {
        "bins": PageChange(source("bins", body="One.\n\nCall {{ waste.nothing }}.")),
        "parks": PageChange(source("parks", body="New.")),
    }
    settled = settle(COMPOSER, BEFORE, {}, changes)
    assert settled.accepted == {"parks"}
    assert settled.refused == {"bins": ("body, line 3: There is no fact called `waste.nothing`.",)}


def test_a_page_that_others_link_to_cannot_vanish() -> None:
    before = {**BEFORE, "trees": source("trees", body="See [parks](/services/parks).")}
    settled = settle(COMPOSER, before, {}, {"parks": PageChange(None), "bins": PageChange(source("bins", body="New."))})
    assert settled.accepted == {"bins"}
    assert "`trees` would break: body, line 1" in settled.refused["parks"][0]


def test_it_can_when_its_address_leads_on() -> None:
    before = {**BEFORE, "trees": source("trees", body="See [parks](/services/parks).")}
    assert settle(COMPOSER, before, {}, {"parks": PageChange(None, "trees")}).accepted == {"parks"}


def test_a_fault_that_was_there_before_stops_nobody() -> None:
    before = {**BEFORE, "trees": source("trees", body="Call {{ waste.nothing }}.")}
    assert settle(COMPOSER, before, {}, {"bins": PageChange(source("bins", body="New."))}).accepted == {"bins"}


def test_two_new_pages_may_link_to_each_other() -> None:
    changes = {
        "roads-a": PageChange(source("roads-a", body="See [b](/services/roads-b).")),
        "roads-b": PageChange(source("roads-b", body="See [a](/services/roads-a).")),
    }
    assert settle(COMPOSER, BEFORE, {}, changes).accepted == {"roads-a", "roads-b"}


def test_of_two_pages_with_one_title_the_new_one_is_refused() -> None:
    changes = {"a-copy": PageChange(source("a-copy", service="bins", title="About bins"))}
    assert settle(COMPOSER, BEFORE, {}, changes).refused == {"a-copy": ("title: The page `bins` has the same title.",)}


def test_the_last_page_stays() -> None:
    settled = settle(COMPOSER, BEFORE, {}, {page_id: PageChange(None) for page_id in BEFORE})
    assert settled.accepted == frozenset()


def test_a_page_without_a_service_is_refused() -> None:
    settled = settle(COMPOSER, BEFORE, {}, {"odd": PageChange(source("odd", service=""))})
    assert settled.refused == {"odd": ("service: Choose the service that this page is about.",)}


def test_redirects_lead_to_the_end_and_never_in_a_circle() -> None:
    redirects = {"a": "b", "b": "c", "x": "y", "y": "x", "z": "nowhere", "live": "c"}
    assert lead_on(redirects, {"c", "live"}) == {"a": "c", "b": "c"}
