"""Reports: what they count, the periods they take, the files they give."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest

from api.casework.supervision.build import Supervision
from api.casework.supervision.reports import KINDS, SupervisionReport, period
from api.conversation.schemas import Satisfaction
from api.db.base import now
from api.kernel.times import day
from api.settings import Role
from tests.support.casework.floor import Floor
from tests.support.staff.desk import Desk

TODAY = date(2026, 7, 15)


def test_without_dates_the_last_four_weeks_count() -> None:
    over = period("", "", TODAY)
    assert (over.first, over.last) == (TODAY - timedelta(days=27), TODAY)
    assert over.begin.isoformat() == "2026-06-18T00:00:00+01:00" and over.end.isoformat() == "2026-07-16T00:00:00+01:00"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-02-30", ""),
        ("soon", ""),
        ("2026-07-02", "2026-07-01"),
        ("2020-01-01", "2026-07-01"),
        ("0001-01-01", "0001-02-01"),
        ("", "0001-01-01"),
    ],
)
def test_a_wrong_period_is_refused_in_words(first: str, last: str) -> None:
    with pytest.raises(ValueError, match=r"Enter|Choose|must not"):
        period(first, last, TODAY)


def test_no_cell_of_a_file_is_a_formula() -> None:
    report = SupervisionReport("service", "By service", ("Service", "Enquiries"), [("=1+1", 3)])
    assert list(csv.reader(report.csv.splitlines())) == [["Service", "Enquiries"], ["'=1+1", "3"]]


def test_bars_are_scaled_to_the_longest_and_bounded() -> None:
    report = SupervisionReport("service", "", ("Service", "Enquiries"), [(f"s{n}", 100 - n) for n in range(30)])
    assert len(report.bars) == 20 and report.bars[0].share == 1 and report.bars[19].share == 0.81
    assert SupervisionReport("rating", "", ("", ""), [("5", 0)]).bars[0].share == 0


async def test_each_report_counts_its_own(floor: Floor, oversight: Supervision) -> None:
    resident, case = await floor.waiting()
    sam = await floor.member()
    await floor.work.claim(sam, case.reference)
    await floor.work.reply(sam, case.reference, "Here.")
    await floor.work.close(sam, case.reference)
    await oversight.ratings.rate(resident.id, resident.token, Satisfaction(score=4))
    over = period("2026-07-01", day(now()).isoformat(), day(now()))
    async with floor.database.transaction() as session:
        found = {report.kind: report for report in await oversight.reports.every(session, over)}
    assert list(found) == list(KINDS)
    assert found["team"].rows[0][:3] == ("Waste and recycling", 1, 1)
    assert found["team"].rows[0][3] == "100%" and found["team"].rows[0][5:] == (1, "4.0")
    assert found["service"].rows[0][1:] == (2, 1, 1)
    assert dict(found["outcome"].rows) == {"Answered by the assistant": 1, "Passed to a person": 1}
    assert sum(int(row[1]) for row in found["hour"].rows) == 2 and len(found["hour"].rows) == 24
    assert dict(found["rating"].rows)["4, good"] == 1


async def test_the_page_draws_and_a_file_goes_on_record(floor: Floor, desk: Desk) -> None:
    await floor.waiting()
    browser = await desk.signed_in(Role.AUDITOR)
    page = (await browser.get("/staff/reports")).text
    assert page.count("<svg") >= 3 and "style=" not in page.partition("<main")[2]
    wrong = await browser.get("/staff/reports?from=2026-13-01")
    assert wrong.status_code == 422 and "such as 2026-07-01" in wrong.text
    file = await browser.get("/staff/reports/outcome.csv")
    assert file.headers["content-type"] == "text/csv; charset=utf-8" and "Passed to a person,1" in file.text
    assert (await desk.audited("report outcome"))[-1].action == "report_exported"
    assert (await browser.get("/staff/reports/nothing.csv")).status_code == 404
    assert (await browser.get("/staff/reports/hour.csv?from=x")).status_code == 422
