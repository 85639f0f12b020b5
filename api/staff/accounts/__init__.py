"""Accounts of staff: made, changed, disabled, and their passwords."""
