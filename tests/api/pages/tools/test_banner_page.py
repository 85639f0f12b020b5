"""The emergency banner over HTTP: from a form to the top of every page, and off again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from api.kernel.times import LONDON
from tests.support.pages.staffed import as_staff

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.support.pages.staffed import Visitor

PAGE = "/staff/knowledge/banners"
WORDS = "The marrow bridge is closed."


@pytest.fixture
def admin(site: Site) -> Iterator[Visitor]:
    with as_staff(site, "admin") as visitor:
        yield visitor
        for (number,) in site.rows("select id from kb_banner where ends_at is null or ends_at > now()"):
            visitor.post(f"{PAGE}/{number}/end")


def local(**ahead: float) -> str:
    return (datetime.now(LONDON) + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("page", ["/", "/services/flooding", "/chat"])
def test_a_banner_stands_on_what_residents_read_until_it_is_ended(
    site: Site, admin: Visitor, client: httpx.Client, page: str
) -> None:
    answer = admin.post(PAGE, text=WORDS, link="/services/road-closures", ends_at=local(hours=2))
    assert answer.headers["location"] == f"{PAGE}?done=shown"
    shown = client.get(page).text
    assert WORDS in shown and 'href="/services/road-closures"' in shown and 'role="region"' in shown
    ((number,),) = site.rows("select max(id) from kb_banner")
    admin.post(f"{PAGE}/{number}/end")
    assert WORDS not in client.get(page).text


def test_a_banner_to_come_is_listed_and_not_shown(admin: Visitor, client: httpx.Client) -> None:
    admin.post(PAGE, text="Next week the marrow bridge closes.", starts_at=local(days=1), ends_at=local(days=2))
    assert "to come" in admin.get(PAGE).text
    assert "Next week the marrow bridge" not in client.get("/").text


@pytest.mark.parametrize(
    ("field", "typed"),
    [("text", ""), ("link", "javascript:alert(1)"), ("starts_at", "soon"), ("ends_at", "2020-01-01")],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(admin: Visitor, field: str, typed: str) -> None:
    fields = {"text": WORDS, "link": "", "starts_at": "", "ends_at": "", field: typed}
    answer = admin.post(PAGE, **fields)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text


def test_only_who_may_publish_shows_one(site: Site) -> None:
    with as_staff(site, "supervisor") as supervisor:
        assert supervisor.post(PAGE, text=WORDS).status_code == 403
