"""What the admin pages call things."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.wording import WORDING

STATUSES: Mapping[str, str] = WORDING.section("page_statuses")
STATES: Mapping[str, str] = WORDING.section("version_states")
ACTIONS: Mapping[str, str] = WORDING.section("page_actions")
FIELDS: Mapping[str, str] = WORDING.section("page_fields")
SORTS: Mapping[str, str] = WORDING.section("list_columns")
"""Keys are those of `repository.SORTS`."""
