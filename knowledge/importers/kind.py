"""The kinds of source."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is: an address of the first three kinds, a path of the others."""

    SITEMAP = "sitemap"
    LOCALGOV_DRUPAL = "localgov-drupal"
    OPEN_REFERRAL = "open-referral"
    FOLDER = "folder"
    CSV = "csv"
