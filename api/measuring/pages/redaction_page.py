"""`reeve evaluate redaction`: recall and false findings on our golden sets and on public data, as JSON and a page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.assistant import Progress, make_council, make_redactor
from api.measuring.pages.figures import Part, Table, figure
from api.measuring.pages.report_page import write_page
from api.settings import Settings
from redaction import Redactor
from redaction.measuring.evaluate import GOLDEN, PUBLISHED, Tally, judging, measure, measure_folder, read_rows

PERSONAL = ("names", "addresses", "identifiers", "two_messages")
PAGE = "redaction.html"


def redaction_report(settings: Settings, public: Path | None, say: Progress) -> dict[str, Any]:
    """All measurements of the redactor; the page lies in the folder `reports` of the data directory."""
    redactor = make_redactor(make_council(settings))
    redactor.warm_up()
    say("Measuring redaction on the golden sets")
    report: dict[str, Any] = {"golden": golden_report(redactor)}
    if public is not None and (public / "redaction").is_dir():
        say("Measuring redaction on public data")
        plain = Redactor(published=PUBLISHED)
        tallies = measure_folder(plain, public / "redaction")
        report["public"] = {name: tally.report() for name, tally in tallies.items()}
    page = settings.data_dir / "reports" / PAGE
    write_page(page, "How well personal data is redacted", INTRO, parts(report))
    say(f"The page is {page}")
    return report


def golden_report(redactor: Redactor) -> dict[str, Any]:
    """Messages with personal data, all and the half that nobody tuned to; ordinary messages; by set."""
    sets = {name: read_rows(GOLDEN / f"{name}.jsonl") for name in PERSONAL}
    everything = [row for rows in sets.values() for row in rows]
    held = [row for rows in sets.values() for row in judging(rows)]
    ordinary: Tally = measure(redactor, read_rows(GOLDEN / "ordinary.jsonl"))
    return {
        "all": measure(redactor, everything).report(),
        "held_half": measure(redactor, held).report(),
        "ordinary": {"messages": ordinary.messages, "false_per_message": ordinary.report()["false_per_message"]},
    }


INTRO = (
    "A value counts as found when every letter and digit of it is covered by a placeholder. The line through each dot "
    "is the interval that holds the true share 95 times in 100 (Wilson). Half of our own messages are never tuned to."
)


def parts(report: Mapping[str, Any]) -> list[Part]:
    """The figures of a report, in reading order."""
    golden = report["golden"]
    heads = ("Set", "Messages", "False findings per message")
    made: list[Part] = [Table("False findings", heads, _false(report))]
    for name, title in (("all", "all our messages"), ("held_half", "the half that nobody tuned to")):
        made += [
            figure(f"Recall by label, {title}", golden[name]["recall"], floor=0.97),
            figure(f"Recall by style, {title}", golden[name]["recall_by_style"]),
        ]
    made.append(figure("Recall of names by origin, all our messages", golden["all"]["recall_by_origin"]))
    for name, measured in report.get("public", {}).items():
        for kind, counts in measured.items():
            if kind.startswith("recall") and counts:
                made.append(figure(f"{name}: {kind.replace('_', ' ')}", counts))
    return made


def _false(report: Mapping[str, Any]) -> list[tuple[str, int, float]]:
    sets = {"our ordinary messages": report["golden"]["ordinary"], **report.get("public", {})}
    return [(name, each["messages"], each["false_per_message"]) for name, each in sets.items()]
