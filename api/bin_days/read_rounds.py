"""Reads bins.yml of a council pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path

from api.bin_days.rounds import COLOURS, BinRound, BinRounds, Container, CrewNote, Pause, Weeks
from api.kernel.pack_reading import Entries, Reading
from knowledge.pack.problems import PackError
from knowledge.pack.yaml_lines import YamlEntry

FILE = "bins.yml"
TOP = frozenset(
    "week_a out_by finish_by report_within bank_holidays containers rounds changes pauses notes".split()  # noqa: SIM905
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RANGE = re.compile(r"(\d{1,12})(?:-(\d{1,12}))?")


def read_rounds(folder: Path) -> BinRounds | None:
    """The rounds of the pack in `folder`; None where the council has no such file.

    Raises PackError with every problem, by line.
    """
    reading = Reading(folder / FILE)
    if not reading.path.exists():
        return None
    whole = reading.whole(TOP)
    containers = {entry.key: _container(reading, entry) for entry in reading.fields(whole.get("containers")).values()}
    rounds = {entry.key: _round(reading, entry, containers) for entry in reading.fields(whole.get("rounds")).values()}
    read = BinRounds(
        week_a=_monday(reading, whole),
        out_by=_time(reading, whole, "out_by", time(7)),
        finish_by=_time(reading, whole, "finish_by", time(17)),
        report_within=reading.number(whole, "report_within", 2, 20),
        bank_holidays=reading.number(whole, "bank_holidays", 0, 3),
        containers=containers,
        rounds=rounds,
        changes=dict(_changes(reading, whole)),
        pauses=tuple(_pauses(reading, whole, containers)),
        notes=tuple(_notes(reading, whole, rounds)),
    )
    if reading.problems:
        raise PackError(reading.problems)
    return read


def street_key(street: str) -> str:
    """A street's name in one spelling."""
    return " ".join(re.findall(r"[a-z0-9]+", street.casefold().replace("'", "")))


def _monday(reading: Reading, whole: Entries) -> date:
    found = reading.day(reading.needed(whole, "week_a", 1), whole["week_a"].line) if "week_a" in whole else None
    if found and found.weekday():
        reading.wrong(whole["week_a"].line, f"{found} is not a Monday.")
    return found or date(2026, 1, 5)


def _time(reading: Reading, whole: Entries, name: str, default: time) -> time:
    text = reading.text(whole, name, default.isoformat())
    try:
        return time.fromisoformat(text)
    except ValueError:
        reading.wrong(whole[name].line, f"`{text}` is not a time such as 17:00.")
        return default


def _container(reading: Reading, entry: YamlEntry) -> Container:
    found = reading.fields(entry, ("name", "colour", "holds", "paid"))
    name, colour, holds = (reading.needed(found, each, entry.line) for each in ("name", "colour", "holds"))
    reading.one_of(found, "colour", COLOURS, COLOURS[0])
    return Container(entry.key, name, colour, holds, reading.yes(found, "paid"))


def _round(reading: Reading, entry: YamlEntry, containers: Mapping[str, Container]) -> BinRound:
    found = reading.fields(entry, ("day", "collect", "wards", "streets", "uprns"))
    collected = reading.fields(found.get("collect"))
    for name, each in collected.items():
        if name not in containers:
            reading.wrong(each.line, f"There is no container called `{name}`.")
    reading.needed(found, "day", entry.line)
    return BinRound(
        slug=entry.key,
        weekday=DAYS.index(reading.one_of(found, "day", DAYS, DAYS[0])),
        collect={name: Weeks(reading.one_of(collected, name, tuple(Weeks), Weeks.EVERY)) for name in collected},
        wards=frozenset(ward.casefold() for ward in reading.texts(found, "wards")),
        streets=frozenset(street_key(street) for street in reading.texts(found, "streets")),
        uprns=tuple(_ranges(reading, found)),
    )


def _ranges(reading: Reading, found: Entries) -> Iterator[tuple[int, int]]:
    for text in reading.texts(found, "uprns"):
        read = _RANGE.fullmatch(text)
        if read is None or int(read[2] or read[1]) < int(read[1]):
            reading.wrong(found["uprns"].line, f"`{text}` is not a UPRN, or two with a hyphen between them.")
        else:
            yield int(read[1]), int(read[2] or read[1])


def _changes(reading: Reading, whole: Entries) -> Iterator[tuple[date, date]]:
    entries = reading.fields(whole.get("changes"))
    for name, entry in entries.items():
        usual, instead = reading.day(name, entry.line), reading.day(reading.text(entries, name), entry.line)
        if usual and instead:
            yield usual, instead


def _pauses(reading: Reading, whole: Entries, containers: Mapping[str, Container]) -> Iterator[Pause]:
    for line, found in reading.items(whole.get("pauses"), ("container", "from", "until")):
        container = reading.needed(found, "container", line)
        first, last = (reading.day(reading.needed(found, name, line), line) for name in ("from", "until"))
        if container not in containers:
            reading.wrong(line, f"There is no container called `{container}`.")
        if first and last:
            yield Pause(container, first, last)


def _notes(reading: Reading, whole: Entries, rounds: Mapping[str, BinRound]) -> Iterator[CrewNote]:
    for line, found in reading.items(whole.get("notes"), ("round", "on", "why", "street", "back_on")):
        known, why = reading.needed(found, "round", line), reading.needed(found, "why", line)
        on = reading.day(reading.needed(found, "on", line), line)
        back_on = reading.day(reading.text(found, "back_on"), line) if "back_on" in found else None
        if known not in rounds:
            reading.wrong(line, f"There is no round called `{known}`.")
        if on:
            yield CrewNote(known, on, why, street_key(reading.text(found, "street")), back_on)
