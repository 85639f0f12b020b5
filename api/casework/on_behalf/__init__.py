"""Booking and reporting for a resident, from the page of their case."""
