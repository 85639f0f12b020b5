"""A day's bookings as CSV, for a spreadsheet. Nothing personal is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from api.bookings.engine.context import BookingContext
from api.bookings.pages.booking_words import clock
from api.bookings.pages.shown_booking import as_shown
from api.db.tables.bookings import Booking

HEAD = ("reference", "service", "state", "date", "from", "to", "where", "details", "price", "paid")


def as_csv(context: BookingContext, bookings: Iterable[Booking]) -> str:
    """One line for each booking; a cell that a spreadsheet would calculate is made harmless."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(HEAD)
    for booking in bookings:
        seen, slot = as_shown(context, booking), context.slot_of(booking)
        at = (slot.starts.date().isoformat(), clock(slot.starts), clock(slot.ends)) if slot else ("", "", "")
        details = "; ".join(f"{line.label}: {line.shown}" for line in seen.lines)
        row = (seen.reference, seen.title, seen.status, *at, seen.where, details, seen.price, seen.paid)
        writer.writerow([_harmless(cell) for cell in row])
    return sheet.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
