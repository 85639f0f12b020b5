"""One service of an Open Referral UK feed as a page: what it is, for whom, cost, times, places, contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.importers.html_page import as_lgsl, read_rich
from knowledge.importers.json_values import each, inside, text
from knowledge.importers.markdown import safe_address, text_to_markdown

Service = Mapping[str, Any]
_DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
_LINES = ("address_1", "address_2", "city", "state_province", "postal_code")


def to_body(service: Service, base: str) -> str:
    """The page's Markdown, empty if nothing is told. Names of contact persons are left out: they are personal."""
    told = [read_rich(text(service, "alert"), base), read_rich(text(service, "description"), base)]
    sections = {
        "Who it is for": _eligibility(service),
        "What it costs": _costs(service),
        "When": _times(service),
        "Where": _places(service),
        "How to apply": iter([text(service, "application_process")]),
    }
    for heading, lines in sections.items():
        blocks = [read_rich(line, base) for line in dict.fromkeys(lines) if line]
        told += [f"## {heading}", *blocks] if any(blocks) else []
    contact = [f"- {line}" for line in dict.fromkeys(_contact(service, base)) if line]
    told += ["## Contact", "\n".join(contact)] if contact else []
    return "\n\n".join(block for block in told if block)


def lgsl(service: Service) -> int | None:
    """The number of the Local Government Services List that the service is filed under."""
    terms = [inside(each_, "taxonomy_term") for each_ in each(service, "attributes")]
    terms += [inside(each_, "taxonomy") for each_ in each(service, "service_taxonomys")]
    for term in terms:
        says = " ".join(text(term, name) for name in ("vocabulary", "taxonomy", "term_uri", "taxonomy_id")).lower()
        says += text(inside(term, "taxonomy_detail"), "name").lower()
        code = text(term, "code") or text(term, "id").rpartition(":")[2]
        if ("lgsl" in says or "esdservices" in says) and (number := as_lgsl(code)):
            return number
    return None


def _eligibility(service: Service) -> Iterator[str]:
    yield text(service, "eligibility_description")
    for rule in [service, *each(service, "eligibilitys")]:
        yield text(rule, "eligibility")
        least, most = text(rule, "minimum_age"), text(rule, "maximum_age")
        if least and most:
            yield f"Ages {least} to {most}."
        elif least:
            yield f"Ages {least} and over."
        elif most:
            yield f"Ages up to {most}."


def _costs(service: Service) -> Iterator[str]:
    yield text(service, "fees_description", "fees")
    for cost in each(service, "cost_options"):
        amount = text(cost, "amount")
        price = f"£{amount}" if text(cost, "currency").upper() in ("", "GBP") and amount else amount
        yield ", ".join(part for part in (text(cost, "option"), price, text(cost, "amount_description")) if part)


def _times(service: Service) -> Iterator[str]:
    for time in each(service, "schedules", "regular_schedules"):
        yield text(time, "description", "notes")
        days = [_DAYS.get(day.strip().upper()[-2:], "") for day in text(time, "byday").split(",")]
        opens, closes = text(time, "opens_at")[:5], text(time, "closes_at")[:5]
        if any(days) and opens and closes:
            yield f"{', '.join(filter(None, days))}: {opens} to {closes}"


def _places(service: Service) -> Iterator[str]:
    for at in each(service, "service_at_locations"):
        location = inside(at, "location")
        for address in each(location, "addresses", "physical_addresses"):
            parts = [text(location, "name"), *(text(address, line) for line in _LINES)]
            yield ", ".join(part for part in dict.fromkeys(parts) if part)


def _contact(service: Service, base: str) -> Iterator[str]:
    numbers = [*each(service, "phones")]
    for contact in each(service, "contacts"):
        numbers += each(contact, "phones")
    yield from (text_to_markdown(text(phone, "number")) for phone in numbers)
    if "@" in (email := text(service, "email")) and (address := safe_address(f"mailto:{email}", base)):
        yield f"[{text_to_markdown(email)}]({address})"
    if address := safe_address(text(service, "url"), base):
        yield f"[Website]({address})"
