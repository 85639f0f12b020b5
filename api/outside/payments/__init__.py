"""Payments for bookings: taken once, refunded once, whatever is late, lost or comes twice."""
