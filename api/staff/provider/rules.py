"""What the council's identity provider says of somebody, and what that makes them here. Pure rules, no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from api.kernel.errors import ReeveError, Unavailable
from api.settings import Role
from api.staff.wording import say

LONGEST_SUBJECT, LONGEST_NAME, LONGEST_USERNAME = 300, 80, 60
_NOT_PLAIN = re.compile(r"[^a-z0-9._-]+")


class ProviderRefused(ReeveError):
    """The provider knows them, or not, but they cannot come in here. The detail says why and what to do."""

    status, code = HTTPStatus.FORBIDDEN, "provider_refused"
    detail = say("provider.did_not_work")


class ProviderDown(Unavailable):
    """The provider cannot be reached, or does not speak as it should."""

    code = "provider_down"
    detail = say("provider.not_reached")


@dataclass(frozen=True, slots=True)
class ProviderRules:
    """How to speak with the provider, and how its claims map to roles and teams.

    `roles` and `teams` lead from a claim's value to ours; of several roles the one that stands first counts. A claim's
    name may be a path, such as `realm_access.roles`.
    """

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str
    scopes: str = "openid profile"
    username_claim: str = "preferred_username"
    role_claim: str = "roles"
    roles: Mapping[str, Role] | None = None
    team_claim: str = "groups"
    teams: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the provider vouches for, in our words."""

    subject: str
    username: str
    display_name: str
    role: Role
    teams: tuple[str, ...]


def identity(claims: Mapping[str, Any], rules: ProviderRules) -> Identity:
    """Who they are here. Raises ProviderRefused, which says what is missing."""
    subject = f"{rules.issuer} {claims['sub']}"
    username = _username(_at(claims, rules.username_claim))
    if len(subject) > LONGEST_SUBJECT or not username:
        raise ProviderRefused(say("provider.no_username"))
    held = _values(_at(claims, rules.role_claim))
    role = next((role for value, role in (rules.roles or {}).items() if value in held), None)
    if role is None:
        raise ProviderRefused(say("provider.no_role"))
    groups = _values(_at(claims, rules.team_claim))
    teams = tuple(dict.fromkeys(team for value, team in (rules.teams or {}).items() if value in groups))
    if role is Role.AGENT and not teams:
        raise ProviderRefused(say("provider.no_team"))
    name = _at(claims, "name")
    shown = name.strip()[:LONGEST_NAME] if isinstance(name, str) and name.strip() else username
    return Identity(subject, username, shown, role, teams)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim at a path; a name that holds dots itself is found too."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _values(claim: Any) -> frozenset[str]:
    """A claim that is a list, or words with spaces between them."""
    if isinstance(claim, str):
        return frozenset({claim, *claim.split()})
    return frozenset(each for each in claim if isinstance(each, str)) if isinstance(claim, list) else frozenset()


def _username(claim: Any) -> str:
    """A username as ours are written: of an e-mail address, the part before the sign."""
    plain = claim.partition("@")[0].casefold() if isinstance(claim, str) else ""
    made = _NOT_PLAIN.sub("-", plain).strip("._-")
    return made if 2 <= len(made) <= LONGEST_USERNAME else ""
