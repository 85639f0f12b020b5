"""`reeve evaluate triage` and `reeve evaluate intents`: how well enquiries find their service, as JSON and a page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from api.assistant import Assistant, Progress, make_assistant
from api.measuring.bench.spread import spread
from api.measuring.golden_sets import Timed, responses
from api.measuring.pages.report_page import write_page
from api.measuring.pages.triage_figures import parts
from api.settings import Settings
from bot.training.curves import (
    Judged,
    area,
    by_service,
    calibration_error,
    confusions,
    reliability,
    risk_coverage,
)
from bot.training.evaluate import GOLDEN, Row, Share, judging, read_rows
from bot.turn import Conclusion, Outcome
from bot.understanding.scores import slug_of, understanding

POINTS = 20  # of a risk-coverage curve
WARM_UP = 10
INTRO = (
    "Golden enquiries that fitting has not seen. The interval after each share holds the true share 95 times in 100 "
    "(Wilson). Times are those of this machine on one core."
)


def triage_page(settings: Settings, say: Progress) -> dict[str, Any]:
    """The whole decision on every second golden enquiry; the page lies in `reports` in the data directory."""
    assistant = make_assistant(settings, say)
    say("Measuring triage on the golden enquiries")
    rows = enquiries()
    try:
        responses(assistant, rows[:WARM_UP])
        made = responses(assistant, rows)
    finally:
        assistant.engine.close()
    ends = [each.response.conclusion for each in made]
    judged = [
        Judged(row["service"], end.services[0].slug if end.services else None, end.confidence)
        for row, end in zip(rows, ends, strict=True)
    ]
    report = {**described(rows, judged), **decided(rows, ends), **times(made)}
    _write(settings, "triage", "How well enquiries find their service", report, say)
    return report


def intents_page(settings: Settings, say: Progress) -> dict[str, Any]:
    """The dense classifier alone, without spelling, neighbours and search: what the other witnesses add to."""
    assistant = make_assistant(settings, say)
    say("Measuring the understanding on the golden enquiries")
    rows = enquiries()
    try:
        judged = _intents(assistant, rows)
    finally:
        assistant.engine.close()
    report = described(rows, judged)
    _write(settings, "intents", "How well the understanding alone finds the service", report, say)
    return report


def enquiries() -> list[Row]:
    """The golden enquiries that judge."""
    return judging(read_rows(GOLDEN / "triage" / "enquiries.jsonl"))


def _intents(assistant: Assistant, rows: Sequence[Row]) -> list[Judged]:
    loop, judged = asyncio.new_event_loop(), []
    for row in rows:
        safe = assistant.redactor.redact(row["text"]).text
        seen = understanding(loop.run_until_complete(assistant.engine.parse([safe]))[0])
        judged.append(Judged(row["service"], slug_of(seen.intent), seen.intents.get(seen.intent, 0.0)))
    loop.close()
    return judged


def decided(rows: Sequence[Row], ends: Sequence[Conclusion]) -> dict[str, Any]:
    """What was done with the enquiries, beyond which service came first."""
    pairs = list(zip((row["service"] for row in rows), ends, strict=True))
    return {
        "top_3": Share.of(right in [each.slug for each in end.services[:3]] for right, end in pairs).as_dict(),
        "answered": Share.of(end.outcome is Outcome.ANSWERED for end in ends).as_dict(),
        "answered_with_the_wrong_service": Share.of(
            end.outcome is Outcome.ANSWERED and end.service != right for right, end in pairs
        ).as_dict(),
        "turned_away": Share.of(end.outcome is Outcome.OUT_OF_SCOPE for end in ends).as_dict(),
    }


def times(made: Sequence[Timed]) -> dict[str, Any]:
    """How long it takes from redacted text to reply, by the clock and on the processor."""
    return {
        "ms": spread([each.milliseconds for each in made], "p50", "p95"),
        "processor_ms": spread([each.processor_milliseconds for each in made], "p50", "p95"),
    }


def described(rows: Sequence[Row], judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures that both reports share."""
    styles: dict[str, list[bool]] = {}
    for row, each in zip(rows, judged, strict=True):
        styles.setdefault(row["style"], []).append(each.correct)
    bins, curve = reliability(judged), risk_coverage(judged)
    return {
        "enquiries": len(judged),
        "top_1": Share.of(each.correct for each in judged).as_dict(),
        "by_style": {style: Share.of(right).as_dict() for style, right in sorted(styles.items())},
        "by_service": {slug: share.as_dict() for slug, share in by_service(judged).items()},
        "confusions": [{"right": a, "taken_for": b, "times": count} for a, b, count in confusions(judged)],
        "reliability": [{"confidence": round(each.confidence, 4), **each.share.as_dict()} for each in bins],
        "calibration_error": round(calibration_error(bins), 4),
        "risk_coverage": [_at(curve, step / POINTS) for step in range(1, POINTS + 1)] if curve else [],
        "mean_risk": round(area(curve), 4),
    }


def _at(curve: Sequence[tuple[float, float]], coverage: float) -> dict[str, Any]:
    """The risk when the surest `coverage` of the enquiries is answered, with its interval."""
    count = max(1, round(coverage * len(curve)))
    return {"coverage": coverage, **Share(round(curve[count - 1][1] * count), count).as_dict()}


def _write(settings: Settings, name: str, title: str, report: Mapping[str, Any], say: Progress) -> None:
    page = settings.data_dir / "reports" / f"{name}.html"
    write_page(page, title, INTRO, parts(report))
    say(f"The page is {page}")
