"""Honest back ends in memory: they keep what they are given, hold times, refuse what is wrong and never book twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.forms.form import (
    AcceptedAnswer,
    Answers,
    Choice,
    Choose,
    Completed,
    Field,
    FieldKind,
    Form,
    RefusedAnswer,
    ResidentContext,
    Summary,
    SummaryLine,
)
from bot.forms.reading.items import as_counts
from bot.forms.resident_context import opened
from bot.turn import CaseDraft, Outcome, Priority

POSTCODE = re.compile(r"\b[A-Z]{2}\d \d[A-Z]{2}\b", re.IGNORECASE)


@dataclass
class MemoryOffice:
    """What all of them do: a form, its missing fields in order, a register of what was completed and given up."""

    forms: Mapping[str, Form]
    register: dict[str, Completed] = field(default_factory=dict)
    opened: dict[str, dict[str, str | None]] = field(default_factory=dict)
    abandoned: list[dict[str, str]] = field(default_factory=list)

    def form(self, service: str) -> Form | None:
        return self.forms.get(service)

    def missing(self, service: str, answers: Answers) -> tuple[str, ...]:
        return tuple(each.name for each in self.forms[service].fields if each.name not in answers)

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        return AcceptedAnswer(value, value or "Not given")

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        form = self.forms[service]
        return Summary(tuple(SummaryLine(form.field(name).label, value) for name, value in answers.items()))

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        if resident_context.key not in self.register:
            reference = f"NB-TEST-{len(self.register) + 1:04}"
            self.opened[reference] = {name: await opened(value, resident_context) for name, value in answers.items()}
            self.register[resident_context.key] = self._done(service, reference, answers)
        return self.register[resident_context.key]

    def _done(self, service: str, reference: str, answers: Answers) -> Completed:
        return Completed(reference, f"That is done. Your reference is **{reference}**.")

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        self.abandoned.append(dict(answers))

    async def status(self, reference: str, proof: str, resident_context: ResidentContext) -> str | None:
        asked, shown = await opened(reference, resident_context), await opened(proof, resident_context)
        for known, answers in self.opened.items():
            found = POSTCODE.search(answers.get("address") or "")
            if known == asked and found and shown and found[0].upper() == shown.upper():
                return f"{known} is booked."
        return None


BULKY = Form(
    "bulky-waste",
    "Bulky waste collection",
    Outcome.BOOKED,
    (
        Field(
            "items",
            FieldKind.ITEMS,
            "What shall we collect, and how many of each?",
            "Items",
            (Choice("mattress", "Mattress"), Choice("sofa", "Sofa", ("settee", "couch")), Choice("fridge", "Fridge")),
            most=5,
        ),
        Field("address", FieldKind.ADDRESS, "What is the address, with the postcode?", "Address"),
        Field("slot", FieldKind.SLOT, "Which day suits you?", "Collection day"),
        Field("name", FieldKind.NAME, "What is your name?", "Name"),
        Field("phone", FieldKind.PHONE, "What phone number can we reach you on?", "Phone number", optional=True),
    ),
)
PRICES = {"mattress": 1550, "sofa": 1800, "fridge": 2500}


class BulkyBackend(MemoryOffice):
    """Collects on Tuesdays and Fridays; holds a day for whoever asks first."""

    def __init__(self, today: date) -> None:
        super().__init__({BULKY.service: BULKY})
        self.today, self.held, self.gone = today, dict[str, object](), set[str]()

    def days(self) -> list[date]:
        """The next free days, soonest first."""
        ahead = (self.today + timedelta(days=n) for n in range(2, 60))
        return [day for day in ahead if day.weekday() in (1, 4) and day.isoformat() not in self.gone]

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        if field == "items":
            counts = as_counts(value)
            price = sum(PRICES[item] * count for item, count in counts.items()) / 100
            return AcceptedAnswer(value, _listed(counts), f"That is £{price:.2f} so far.")
        if field == "slot":
            return self._slot(value, resident_context)
        if field == "address":
            return await self._address(value, resident_context)
        return AcceptedAnswer(value, value or "Not given")

    async def _address(self, value: str, resident_context: ResidentContext) -> AcceptedAnswer | Choose | RefusedAnswer:
        if value.startswith("home:"):
            home = value.removeprefix("home:")
            return AcceptedAnswer(home, home, f"You chose “{home}”.")
        clear = await opened(value, resident_context)
        if clear is not None and "14 Quay" in clear and resident_context.hide:
            homes = [await resident_context.hide(f"Flat {n}, 14 Quay Street, NB1 2AB") for n in (1, 2, 3)]
            return Choose("Which of these is it?", tuple(Choice(f"home:{home}", home) for home in homes))
        if clear is not None and "nowhere" in clear:
            return RefusedAnswer("We collect in Northbridge only. Give an address with a postcode that begins with NB.")
        return AcceptedAnswer(value, value or "Not given")

    def _slot(self, value: str, resident_context: ResidentContext) -> AcceptedAnswer | Choose | RefusedAnswer:
        free = {day.isoformat(): f"{day:%A} {day.day} {day:%B}" for day in self.days()}
        wanted = value.partition(" ")[0]
        if wanted in free:
            self.held[wanted] = resident_context.conversation
            return AcceptedAnswer(wanted, free[wanted])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", wanted) and wanted < self.today.isoformat():
            return RefusedAnswer("That day is over. Give a day from today on.")
        near = [day for day in free if day >= wanted] if wanted[:1].isdigit() else list(free)
        options = tuple(Choice(day, free[day]) for day in near[:3])
        return Choose("These days are free. Which suits you?", options)

    async def summary(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Summary | RefusedAnswer:
        counts = as_counts(answers["items"])
        shown = {**answers, "items": _listed(counts)}
        lines = tuple(SummaryLine(each.label, shown[each.name]) for each in BULKY.fields)
        return Summary(
            lines, sum(PRICES[item] * count for item, count in counts.items()), "You can cancel it any time."
        )

    async def complete(
        self, service: str, answers: Answers, resident_context: ResidentContext
    ) -> Completed | RefusedAnswer:
        if answers["slot"] in self.gone:
            return RefusedAnswer("Somebody else has just taken that day.")
        return await super().complete(service, answers, resident_context)

    def _done(self, service: str, reference: str, answers: Answers) -> Completed:
        return Completed(reference, f"Your collection is booked. Your reference is **{reference}**.")

    async def abandon(self, service: str, answers: Answers, resident_context: ResidentContext) -> None:
        await super().abandon(service, answers, resident_context)
        self.held.pop(answers.get("slot", ""), None)


DEATH = Form(
    "death-registration",
    "Registering a death",
    Outcome.BOOKED,
    (
        Field("coroner", FieldKind.YES_NO, "Is a coroner involved?", "Coroner"),
        Field("when", FieldKind.DATE, "On which day did they die?", "Date of death", past=True),
        Field("name", FieldKind.NAME, "What is your own name?", "Your name"),
    ),
    sombre=True,
)


class RegistrarsBackend(MemoryOffice):
    """Registers deaths, but not while a coroner is at work."""

    def __init__(self) -> None:
        super().__init__({DEATH.service: DEATH})

    async def check(
        self, service: str, field: str, value: str, answers: Answers, resident_context: ResidentContext
    ) -> AcceptedAnswer | Choose | RefusedAnswer:
        if field == "coroner" and value == "yes":
            return RefusedAnswer(
                "The coroner tells us when the death can be registered. You need not book anything.", ends=True
            )
        return AcceptedAnswer(value, value or "Not given")


POTHOLE = Form(
    "pothole",
    "Report a pothole",
    Outcome.REPORTED,
    (
        Field("place", FieldKind.PLACE, "Where is the pothole?", "Place"),
        Field("danger", FieldKind.YES_NO, "Could it hurt somebody before we come?", "Dangerous"),
        Field("details", FieldKind.TEXT, "Tell us more about it.", "Details"),
        Field("photo", FieldKind.PHOTO, "You can add a photo.", "Photo", optional=True),
    ),
)


class HighwaysBackend(MemoryOffice):
    """Takes reports of potholes, and makes a case of each."""

    def __init__(self) -> None:
        super().__init__({POTHOLE.service: POTHOLE})

    def _done(self, service: str, reference: str, answers: Answers) -> Completed:
        case = CaseDraft(reference, "highways", service, Priority.NORMAL, "report", answers["details"])
        return Completed(reference, f"Thank you. Your reference is **{reference}**.", case=case)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} × {item}" for item, count in counts.items())
