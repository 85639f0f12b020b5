"""Reads reports.yml of a council pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from api.kernel.pack_reading import Entries, Reading
from api.reports.kinds import ContactRule, Danger, ReportKind, ReportKinds, ReportQuestion, Where
from bot.turn import Priority
from knowledge.pack.load import CouncilPack, PackError
from knowledge.pack.services import Service
from knowledge.pack.yaml_lines import YamlEntry

FILE = "reports.yml"
TOP = ("jurisdiction", "outside", "reports")
KIND = frozenset(each.name for each in fields(ReportKind)) - {"service", "team"}
QUESTION = ("ask", "label", "choices", "optional")
DANGER = ("ask", "priority", "say")
TAKEN = frozenset({"where", "details", "danger", "photo", "contact"})  # the form's own fields
FURTHEST = 500  # metres


def read_kinds(folder: Path, pack: CouncilPack) -> ReportKinds:
    """The kinds of reports of the pack in `folder`.

    Raises PackError with every problem: each service that takes reports must be here, and nothing else may.
    """
    reading = Reading(folder / FILE)
    whole = reading.whole(TOP)
    services = {service.slug: service for service in pack.services if service.does == "report"}
    found = reading.fields(whole.get("reports"))
    for slug in services.keys() - found.keys():
        reading.wrong(0, f"The service `{slug}` takes reports; say here what to ask.")
    kinds = {slug: _kind(reading, entry, services, pack.facts) for slug, entry in found.items()}
    if reading.problems:
        raise PackError(reading.problems)
    read = {slug: kind for slug, kind in kinds.items() if kind}
    return ReportKinds(read, reading.text(whole, "jurisdiction"), reading.text(whole, "outside"))


def _kind(
    reading: Reading, entry: YamlEntry, services: Mapping[str, Service], facts: Mapping[str, str]
) -> ReportKind | None:
    service = services.get(entry.key)
    if service is None:
        reading.wrong(entry.line, f"`{entry.key}` is not a service that takes reports, by services.csv.")
        return None
    found = reading.fields(entry, KIND)
    return ReportKind(
        service=service.slug,
        title=reading.needed(found, "title", entry.line),
        team=service.team,
        questions=tuple(_question(reading, each) for each in reading.fields(found.get("questions")).values()),
        where=Where(reading.one_of(found, "where", tuple(Where), Where.PLACE)),
        where_ask=_filled(reading, found, "where_ask", facts),
        danger=_danger(reading, found.get("danger"), facts),
        photo=reading.yes(found, "photo"),
        contact=ContactRule(reading.one_of(found, "contact", tuple(ContactRule), ContactRule.OFFERED)),
        public=reading.yes(found, "public"),
        within=reading.number(found, "within", 30, FURTHEST),
        forward=reading.text(found, "forward"),
        sombre=reading.yes(found, "sombre"),
        next_step=_filled(reading, found, "next_step", facts),
    )


def _question(reading: Reading, entry: YamlEntry) -> ReportQuestion:
    found = reading.fields(entry, QUESTION)
    if entry.key in TAKEN:
        reading.wrong(entry.line, f"Every report has `{entry.key}` already: choose another name.")
    ask, label = (reading.needed(found, name, entry.line) for name in ("ask", "label"))
    choices = reading.fields(found.get("choices"))
    titles = tuple((value, reading.text(choices, value)) for value in choices)
    return ReportQuestion(entry.key, ask, label, titles, reading.yes(found, "optional"))


def _danger(reading: Reading, entry: YamlEntry | None, facts: Mapping[str, str]) -> Danger | None:
    if entry is None:
        return None
    found = reading.fields(entry, DANGER)
    priority = reading.one_of(found, "priority", (Priority.HIGH.value, Priority.URGENT.value), Priority.HIGH.value)
    say = _filled(reading, found, "say", facts)
    return Danger(reading.needed(found, "ask", entry.line), Priority(priority), say)


def _filled(reading: Reading, found: Entries, name: str, facts: Mapping[str, str]) -> str:
    """A text with the pack's facts in it: `{{ waste.missed.return_within }}`."""
    text = reading.text(found, name)
    parts = text.split("{{")
    said = [parts[0]]
    for part in parts[1:]:
        fact, closed, rest = part.partition("}}")
        if not closed or fact.strip() not in facts:
            reading.wrong(found[name].line, f"There is no fact called `{fact.strip()}`.")
        said += [facts.get(fact.strip(), ""), rest]
    return "".join(said)
