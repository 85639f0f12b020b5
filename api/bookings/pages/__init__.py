"""Bookings as residents and staff see them."""
