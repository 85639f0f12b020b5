"""Makes the importer of a source."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from knowledge.importers.csv_file import CsvFile
from knowledge.importers.fetch import Fetcher
from knowledge.importers.folder import Folder
from knowledge.importers.imported import Importer
from knowledge.importers.kind import SourceKind
from knowledge.importers.localgov_drupal import LocalgovDrupal
from knowledge.importers.open_referral import OpenReferral
from knowledge.importers.sitemap import Sitemap


def make_importer(kind: SourceKind, source: str, fetcher: Fetcher, under: tuple[str, ...] = ()) -> Importer:
    """The importer of an address or a path. `under` are the paths that a sitemap's pages must begin with."""
    match kind:
        case SourceKind.SITEMAP:
            return Sitemap(source, fetcher, under)
        case SourceKind.LOCALGOV_DRUPAL:
            return LocalgovDrupal(source, fetcher)
        case SourceKind.OPEN_REFERRAL:
            return OpenReferral(source, fetcher)
        case SourceKind.FOLDER:
            return Folder(Path(source))
        case SourceKind.CSV:
            return CsvFile(Path(source))
        case _:
            assert_never(kind)
