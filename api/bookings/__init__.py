"""Bookings: what a council lets residents book, by the rules of its pack."""
