"""A CSV file of pages, as spreadsheets write it: title, body, and perhaps url, service and summary."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.importers.clean import clean
from knowledge.importers.decode import decode
from knowledge.importers.html_page import LONGEST_TITLE
from knowledge.importers.imported import ImportProblem, ImportProgress, KnownPage, Level, SourceItem, imported
from knowledge.importers.markdown import as_line, safe_address
from knowledge.pack.services import SLUG

REQUIRED = ("title", "body")
COLUMNS = (*REQUIRED, "url", "service", "summary")
LARGEST = 20_000_000  # bytes
MOST_ROWS = 5000
MOST_BAD_ROWS = 100
MOST_BODY = 100_000  # characters
_DELIMITERS = ",;\t|"

Row = tuple[int, list[str]]


@dataclass
class CsvFile:
    """The pages of a file in UTF-8, UTF-16 or Windows-1252. The key of a page is its url, or else its title."""

    source: Path
    progress: ImportProgress = field(default_factory=ImportProgress)

    def pages(self, known: Mapping[str, KnownPage]) -> Iterator[SourceItem]:
        """A page for every good row, and a problem with its line for every bad one."""
        try:
            if self.source.stat().st_size > LARGEST:
                yield self._cut("", f"The file is larger than {LARGEST // 1_000_000} MB. Cut it in parts.")
                return
            text = decode(self.source.read_bytes())
        except OSError as error:
            yield self._cut("", f"The file cannot be read ({error.strerror}).")
            return
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        rows = self._rows(reader)
        header = next(rows, None)
        if isinstance(header, ImportProblem):
            yield header
            return
        names = [cell.strip().lower() for cell in header[1]] if header else []
        if any(names.count(name) != 1 for name in REQUIRED):
            yield self._cut("line 1", "The first line must name the columns; it needs `title` and `body`, once each.")
            return
        yield from self._found(names, rows)

    def _found(self, names: list[str], rows: Iterator[Row | ImportProblem]) -> Iterator[SourceItem]:
        seen: dict[str, int] = {}
        for count, row in enumerate(rows):
            self.progress = ImportProgress(count)
            if isinstance(row, ImportProblem):
                yield row
                continue
            line, cells = row
            if count >= MOST_ROWS:
                yield self._cut(f"line {line}", f"The file has more than {MOST_ROWS:,} rows; only so many are read.")
                return
            if len(cells) > len(names):
                yield self._bad(line, f"The row has {len(cells)} fields, but there are {len(names)} columns.")
                continue
            yield from self._page(line, dict(zip(names, map(str.strip, cells), strict=False)), seen)
        self.progress = ImportProgress(self.progress.done, self.progress.done)

    def _page(self, line: int, values: Mapping[str, str], seen: dict[str, int]) -> Iterator[SourceItem]:
        title = as_line(values.get("title"), LONGEST_TITLE)
        body, is_clean = clean(values.get("body", ""))
        url, service = safe_address(values.get("url"), ""), values.get("service", "")
        key = url or title
        if not title or not body or len(body) > MOST_BODY:
            yield self._bad(line, "The row has no title, no body, or more text than a page may have.", key)
            return
        if key in seen:
            yield self._left_out(line, f"The same page is in line {seen[key]} already; this one was skipped.")
            return
        seen[key] = line
        if values.get("url") and not url:
            yield self._left_out(line, "The url does not begin with https:// or http://, so it was left out.")
        if service and not SLUG.fullmatch(service):
            yield self._left_out(
                line, "The service is not a slug (lower-case words joined by hyphens); it was left out."
            )
        if not is_clean:
            yield self._left_out(line, "HTML, images and links that are not allowed were taken out.")
        slug = service if SLUG.fullmatch(service) else None
        yield imported(key, title, body, url=url, summary=as_line(values.get("summary")), service=slug)

    def _rows(self, reader: Iterator[list[str]]) -> Iterator[Row | ImportProblem]:
        """Rows that hold something, with the line on which they begin."""
        for _ in range(MOST_BAD_ROWS):
            line = getattr(reader, "line_num", 0)
            try:
                for cells in reader:
                    if any(cell.strip() for cell in cells):
                        yield line + 1, cells
                    line = getattr(reader, "line_num", 0)
            except csv.Error as error:
                yield self._bad(line + 1, f"The row cannot be read ({error}).")
            else:
                return
        yield self._cut("", f"More than {MOST_BAD_ROWS} rows cannot be read, so the rest was left alone.")

    def _bad(self, line: int, message: str, key: str = "") -> ImportProblem:
        """A row that was skipped. Without its key it may be any page, so none may then be called gone."""
        where = f"{self.source.name}, line {line}"
        return ImportProblem(Level.WARNING, where, message, key=key or None, cuts_short=not key)

    def _left_out(self, line: int, message: str) -> ImportProblem:
        return ImportProblem(Level.WARNING, f"{self.source.name}, line {line}", message)

    def _cut(self, where: str, message: str) -> ImportProblem:
        return ImportProblem(Level.ERROR, ", ".join(filter(None, [self.source.name, where])), message, cuts_short=True)


def _delimiter(text: str) -> str:
    """The sign that parts the columns, by the first line; a comma if none does."""
    first = text.partition("\n")[0]
    best = max(_DELIMITERS, key=first.count)
    return best if best in first else ","
