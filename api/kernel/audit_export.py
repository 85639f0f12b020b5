"""Audit events as lines of a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from api.db.tables.staff import AuditEvent

COLUMNS = ("id", "at", "actor", "action", "subject", "details", "address")
CSV_HEAD = ",".join(COLUMNS) + "\r\n"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would carry these out


def as_json(event: AuditEvent) -> str:
    """An audit event as a line of JSON."""
    return json.dumps(_values(event), ensure_ascii=False) + "\n"


def as_csv(event: AuditEvent) -> str:
    """An audit event as a row of CSV (RFC 4180); no cell is a formula."""
    values = _values(event)
    values["details"] = json.dumps(values["details"], ensure_ascii=False)
    row = io.StringIO()
    csv.writer(row).writerow([plain_cell("" if value is None else str(value)) for value in values.values()])
    return row.getvalue()


def _values(event: AuditEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in COLUMNS} | {"at": event.at.isoformat()}


def plain_cell(cell: str) -> str:
    """A cell that no spreadsheet carries out."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
