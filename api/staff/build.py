"""Puts the parts of staff accounts together."""

from __future__ import annotations

from datetime import timedelta

from api.db.session import Database
from api.settings import Settings
from api.staff.passwords import Passwords
from api.staff.second_factor import SecondFactors
from api.staff.service import Lifetimes, SignInRules, StaffService
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
