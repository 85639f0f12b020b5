"""The figures of a triage report as plots and tables, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.measuring.pages.figures import Bar, Curve, Dot, Figure, Part, Table

OVERALL = {
    "top_1": "right service first",
    "top_3": "right service among three",
    "answered": "answered at once",
    "answered_with_the_wrong_service": "answered wrongly",
    "turned_away": "turned away",
}
MOST_RISK = 0.25  # where the axis of a risk-coverage curve ends


def parts(report: Mapping[str, Any]) -> list[Part]:
    """Everything on the page."""
    overall = {words: report[name] for name, words in OVERALL.items() if name in report}
    return [
        Figure("Overall", bars(overall)),
        Figure("Right service first, by style", bars(report["by_style"])),
        *_curves(report),
        Table(
            "Most confused", ("Right", "Taken for", "Times"), [tuple(each.values()) for each in report["confusions"]]
        ),
        *_times(report),
        _services(report["by_service"]),
    ]


def _curves(report: Mapping[str, Any]) -> Iterable[Curve]:
    yield Curve(
        "Risk and coverage",
        "Share of enquiries answered, the surest first",
        "Share of those answers that is wrong",
        dots(report["risk_coverage"], "coverage"),
        f"Mean risk over all coverages: {report['mean_risk']:.4f}.",
        top=MOST_RISK,
    )
    yield Curve(
        "Reliability",
        "Confidence",
        "Share that was right",
        dots(report["reliability"], "confidence"),
        f"On the dashed line, confidence is worth what it says. Mean distance: {report['calibration_error']:.4f}.",
        ideal=True,
    )


def _times(report: Mapping[str, Any]) -> Iterable[Table]:
    if "ms" in report:
        rows = [(name, report["ms"][name], report["processor_ms"][name]) for name in report["ms"]]
        heads = ("Share of enquiries", "Milliseconds by the clock", "Milliseconds of the processor")
        yield Table("Time from redacted text to reply", heads, rows)


def _services(shares: Mapping[str, Mapping[str, Any]]) -> Table:
    rows = [
        (slug, each["total"], f"{each['share']:.2f}", f"{each['low']:.2f} to {each['high']:.2f}")
        for slug, each in shares.items()
    ]
    return Table("By service, the worst first", ("Service", "Enquiries", "Right first", "95% interval"), rows)


def bars(shares: Mapping[str, Mapping[str, Any]]) -> list[Bar]:
    """Bars from shares as `Share.as_dict` gives them."""
    return [Bar(name, each["share"], each["low"], each["high"], each["total"]) for name, each in shares.items()]


def dots(points: Iterable[Mapping[str, Any]], x: str) -> list[Dot]:
    """Dots from shares that stand at a place named `x`."""
    return [Dot(each[x], each["share"], each["low"], each["high"], each["total"]) for each in points]
