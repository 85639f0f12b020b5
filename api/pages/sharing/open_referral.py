"""Pages as services of an Open Referral UK feed, version 3 of the standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from api.conversation.shown_messages import html
from api.pages.wording import say
from bot.council import Council
from knowledge.pack.page import Page

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"


@dataclass(frozen=True)
class Feed:
    """The pages of one edition as services. Ids follow from addresses, so they last."""

    pages: Mapping[str, Page]
    council: Council
    public_url: str

    @cached_property
    def services(self) -> Mapping[UUID, Page]:
        """Pages by the id that their services have."""
        return {self._id(page.url): page for page in self.pages.values()}

    def listed(self, number: int, size: int) -> dict[str, Any]:
        """One page of the list of services."""
        every = list(self.services)
        some = every[(number - 1) * size : number * size]
        last = max(1, -(-len(every) // size))
        return {
            "total_items": len(every),
            "total_pages": last,
            "page_number": number,
            "size": len(some),
            "first_page": number == 1,
            "last_page": number >= last,
            "empty": not some,
            "contents": [self._brief(service_id) for service_id in some],
        }

    def service(self, service_id: UUID) -> dict[str, Any] | None:
        """One service of the feed with everything that belongs to it; None when there is none."""
        page = self.services.get(service_id)
        if page is None:
            return None
        return {**self._brief(service_id), "contacts": [self._contact(page)], "attributes": self._attributes(page)}

    def _brief(self, service_id: UUID) -> dict[str, Any]:
        page = self.services[service_id]
        described: dict[str, Any] = {
            "id": str(service_id),
            "name": page.title,
            "description": html(page.summary) + html(self._absolute(page.body)),
            "url": f"{self.public_url}{page.url}",
            "status": "active",
            "organization": self._organisation(),
        }
        if page.reviewed_on is not None:
            described["assured_date"] = page.reviewed_on.isoformat()
        return described

    def _organisation(self) -> dict[str, Any]:
        name = self.council.name
        about = say("sharing.organisation", name=name)
        return {"id": str(self._id("/")), "name": name, "description": about, "website": self.public_url}

    def _contact(self, page: Page) -> dict[str, Any]:
        team = self.council.team_for(page.service)
        phone = {"id": str(self._id(f"{page.url}#phone")), "number": team.phone, "description": team.hours}
        return {"id": str(self._id(f"{page.url}#contact")), "department": team.name, "phones": [phone]}

    def _attributes(self, page: Page) -> list[dict[str, Any]]:
        service = self.council.services.get(page.service)
        if service is None or service.lgsl is None:
            return []
        uri = f"https://standards.esd.org.uk/?uri=service%2F{service.lgsl}"
        term = {
            "id": str(uuid5(NAMESPACE_URL, uri)),
            "code": str(service.lgsl),
            "name": service.name,
            "term": service.name,
            "taxonomy": "LGSL",
            "term_uri": uri,
        }
        return [{"id": str(self._id(f"{page.url}#lgsl")), "link_type": "service", "taxonomy_term": term}]

    def _absolute(self, body: str) -> str:
        return body.replace("](/services/", f"]({self.public_url}/services/")

    def _id(self, path: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.public_url}{path}")
