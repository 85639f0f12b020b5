"""A page as schema.org linked data, for search engines and other programs."""

from __future__ import annotations

from typing import Any

from bot.council import Council
from knowledge.pack.page import Page


def government_service(page: Page, council: Council, public_url: str) -> dict[str, Any]:
    """The page as a `GovernmentService`. Everything in it stands on the page too."""
    service, team = council.services.get(page.service), council.team_for(page.service)
    address = f"{public_url}{page.url}"
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": address,
        "name": page.title,
        "description": page.summary,
        "url": address,
        "serviceType": service.name if service else page.title,
        "provider": {"@type": "GovernmentOrganization", "name": council.name, "url": public_url},
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": address,
            "servicePhone": {"@type": "ContactPoint", "contactType": team.name, "telephone": team.phone},
        },
    }
    if page.synonyms:
        found["alternateName"] = list(page.synonyms)
    if service and service.lgsl is not None:
        found["identifier"] = {"@type": "PropertyValue", "propertyID": "LGSL", "value": str(service.lgsl)}
    return found
