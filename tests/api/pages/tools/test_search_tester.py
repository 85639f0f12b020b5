"""The search tester over HTTP: redacted first, explained, corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.pages.staffed import as_staff

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.support.pages.staffed import Visitor

PAGE = "/staff/knowledge/search"


@pytest.fixture
def admin(site: Site) -> Iterator[Visitor]:
    with as_staff(site, "admin") as visitor:
        yield visitor


def test_a_question_is_redacted_before_it_is_searched(admin: Visitor) -> None:
    shown = admin.post(PAGE, q="I am Grace Hopper, call 07700 900123, my bin was not emptied").text
    assert "Grace Hopper" not in shown and "900123" not in shown
    assert "missed-bin" in shown and "Accepted" in shown and "synonym" in shown


def test_the_reasons_name_the_words_in_common(admin: Visitor) -> None:
    shown = admin.post(PAGE, q="missed bin").text
    assert re.search(r"<br>missed, bin</td>", shown)
    assert "answered" in shown


def test_a_page_put_first_is_first_until_the_correction_is_removed(admin: Visitor, site: Site) -> None:
    question = "where do wombats sleep"
    done = admin.post(f"{PAGE}/overrides", question=question, page_id="allotments", kind="pin")
    assert done.headers["location"] == f"{PAGE}?done=pin"
    shown = admin.post(PAGE, q=question).text
    assert "Staff chose the first page" in shown
    ((number,),) = site.rows("select id from kb_override where phrase = %s", question)
    assert admin.post(f"{PAGE}/overrides/{number}/remove").status_code == 303
    assert "Staff chose the first page" not in admin.post(PAGE, q=question).text


def test_what_is_wrong_is_said_beside_the_field(admin: Visitor) -> None:
    empty = admin.post(PAGE, q="  ")
    assert empty.status_code == 422 and 'id="q-error"' in empty.text
    unknown = admin.post(f"{PAGE}/overrides", question="bins", page_id="no-such-page", kind="pin")
    assert unknown.status_code == 422 and 'id="page_id-error"' in unknown.text


@pytest.mark.parametrize(("role", "sees"), [("agent", 403), ("auditor", 200)])
def test_only_who_may_publish_corrects(site: Site, role: str, sees: int) -> None:
    with as_staff(site, role) as visitor:
        assert visitor.get(PAGE).status_code == sees
        refused = visitor.post(f"{PAGE}/overrides", question="bins", page_id="allotments", kind="pin")
    assert refused.status_code == 403


def test_a_form_from_elsewhere_changes_nothing(admin: Visitor) -> None:
    answer = admin.http.post(f"{PAGE}/overrides", data={"question": "x", "page_id": "allotments", "kind": "pin"})
    assert answer.status_code == 403


def test_nobody_without_an_account_sees_it(client: httpx.Client) -> None:
    assert client.get(PAGE).headers["location"].startswith("/staff/sign-in")
