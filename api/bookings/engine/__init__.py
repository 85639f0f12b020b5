"""The booking engine: search, hold, confirm, amend, cancel, payment, places."""
