"""Whether a bin was really missed: a report is refused when its day has not passed, or the crew said why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from api.bin_days.bin_day_words import clock, in_words
from api.bin_days.calendar import BinCalendar, Collection
from api.bin_days.read_rounds import street_key
from api.bin_days.rounds import BinRound, CrewNote
from api.bin_days.wording import say
from api.db.base import now
from api.kernel.addresses import Address, Gazetteer, the_one
from api.kernel.times import LONDON
from bot.forms.form import Answers, RefusedAnswer


class MissedBin:
    """The check of the report back end for missed bins (`api.reports.form_backend.Check`)."""

    def __init__(self, calendar: BinCalendar, gazetteer: Gazetteer | None, time: Callable[[], datetime] = now) -> None:
        self.calendar, self._gazetteer, self._time = calendar, gazetteer, time

    async def refuse(self, address: str, answers: Answers) -> RefusedAnswer | None:
        """Why the report cannot be taken. Without a gazetteer, or off every round, a person has to look."""
        if self._gazetteer is None:
            return None
        found = await self._gazetteer.match(address)
        home = the_one(found)
        if home is None:
            return RefusedAnswer(say("missed.many_addresses" if found else "missed.no_address"))
        which = self.calendar.round_of(home)
        bin_ = answers.get("bin", "")
        if which is None or bin_ not in self.calendar.rounds.containers:
            return None
        said = self._refusal(home, which, bin_)
        return RefusedAnswer(said, ends=True) if said else None

    def _refusal(self, address: Address, which: BinRound, bin_: str) -> str:
        local, name = self._time().astimezone(LONDON), self.calendar.rounds.containers[bin_].name.lower()
        if bin_ not in which.collect:
            return say("missed.not_collected", bin=name)
        last = self.calendar.last_of(which, bin_, local.date())
        coming = self.calendar.next_of(which, bin_, local.date())
        if last is None:
            return f"{say('missed.not_due', bin=name)} {_next(coming)}"
        if last.on == local.date() and local.time() < self.calendar.rounds.finish_by:
            return say("missed.due_today", bin=name, time=clock(self.calendar.rounds.finish_by))
        if note := self._note(which, last, address):
            back = say("missed.comes_back", day=in_words(note.back_on)) if note.back_on else _next(coming)
            said = say("missed.not_emptied", day=in_words(last.on), why=note.why)
            return f"{said} {back} {say('missed.leave_out')}"
        if self.calendar.council.working_days_between(last.on, local.date()) > self.calendar.rounds.report_within:
            return f"{say('missed.too_long_ago', bin=name, day=in_words(last.on))} {_next(coming)}"
        return ""

    def _note(self, which: BinRound, last: Collection, address: Address) -> CrewNote | None:
        street = f" {street_key(address.line)} "
        for note in self.calendar.rounds.notes:
            if note.round == which.slug and note.on == last.on and (not note.street or f" {note.street} " in street):
                return note
        return None


def _next(coming: Collection | None) -> str:
    return say("missed.next", day=in_words(coming.on)) if coming else ""
