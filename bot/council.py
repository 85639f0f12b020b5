"""What the bot needs to know of the council: its services and teams, in the bot's own terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge.pack.calendar import CouncilCalendar
from knowledge.pack.load import CouncilPack, OtherBodyPage, Service, Team

FRONT_DESK = "customer-services"


@dataclass(frozen=True)
class Council:
    """Look-ups over a council pack. Unknown slugs lead to the front desk, never to an error."""

    pack: CouncilPack

    @property
    def name(self) -> str:
        """The council's name as residents read it."""
        return self.pack.name

    @property
    def reference_prefix(self) -> str:
        """What the references of this council's cases begin with."""
        return str(self.pack.council.get("reference_prefix", "REF"))

    @property
    def calendar(self) -> CouncilCalendar:
        """Which days this council works: its nation's bank holidays, and its own days off."""
        return self.pack.calendar

    @cached_property
    def services(self) -> dict[str, Service]:
        """The council's services by slug."""
        return {service.slug: service for service in self.pack.services}

    @cached_property
    def teams(self) -> dict[str, Team]:
        """The council's teams by slug."""
        return {team.slug: team for team in self.pack.teams}

    @cached_property
    def bodies(self) -> dict[str, OtherBodyPage]:
        """Pages about other bodies, by body."""
        return {page.body: page for page in self.pack.elsewhere}

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Every service slug."""
        return frozenset(self.services)

    def team_for(self, service: str | None) -> Team:
        """The team that looks after a service."""
        known = self.services.get(service or "")
        return self.teams[known.team if known else FRONT_DESK]

    def language_team(self, language: str) -> Team | None:
        """The team whose people speak a language, if the council has named one."""
        named = self.pack.council.get("languages", {}).get(language, "")
        return self.teams.get(named)

    def words(self, team: Team, **more: Any) -> dict[str, Any]:
        """What a reply may fill in about a team."""
        return {"council": self.name, "team": team.name, "phone": team.phone, "hours": team.hours, **more}
