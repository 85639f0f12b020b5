"""Puts the parts of staff accounts together."""

from __future__ import annotations

from datetime import timedelta

from api.db.session import Database
from api.settings import Settings
from api.staff.accounts.passwords import Passwords
from api.staff.provider.directory import Directory
from api.staff.provider.exchange import Exchange
from api.staff.provider.rules import ProviderRules
from api.staff.provider.service import ProviderSignIn
from api.staff.sign_in.second_factor import SecondFactors
from api.staff.sign_in.service import Lifetimes, SignInRules, StaffService
from api.vault.secrets import Secrets


def make_factors(database: Database, secrets: Secrets, council: str) -> SecondFactors:
    """Second factors, which apps list under the council's name."""
    return SecondFactors(database, secrets, f"{council} Reeve")


def make_staff(settings: Settings, database: Database, factors: SecondFactors) -> StaffService:
    """Staff sessions as the settings want them."""
    lifetimes = Lifetimes(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))
    roles = frozenset(settings.second_factor_roles)
    rules = SignInRules(roles, settings.limit_sign_in_failures, settings.local_accounts)
    return StaffService(database, Passwords(), lifetimes, factors, rules)


def make_provider(
    settings: Settings, database: Database, staff: StaffService, secrets: Secrets
) -> ProviderSignIn | None:
    """Sign-in with the council's identity provider, where the settings name one. Asks it nothing yet."""
    if not settings.oidc_issuer:
        return None
    secret = settings.oidc_client_secret
    rules = ProviderRules(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        redirect_uri=f"{settings.public_url}/staff/sign-in/provider/done",
        scopes=settings.oidc_scopes,
        username_claim=settings.oidc_username_claim,
        role_claim=settings.oidc_role_claim,
        roles=settings.oidc_roles,
        team_claim=settings.oidc_team_claim,
        teams=settings.oidc_teams,
    )
    return ProviderSignIn(database, staff, secrets, rules, Exchange(rules, Directory(rules.issuer)))
