"""The council and the policy: real ones, read once."""

from __future__ import annotations

import pytest

from api.settings import PACKAGES
from bot.council import Council
from bot.policy import Policy, load_policy
from knowledge.pack.load import load_pack


@pytest.fixture(scope="session")
def council() -> Council:
    """Northbridge."""
    return Council(load_pack(PACKAGES / "knowledge" / "councils" / "northbridge"))


@pytest.fixture(scope="session")
def policy() -> Policy:
    """policy.yml."""
    return load_policy()
