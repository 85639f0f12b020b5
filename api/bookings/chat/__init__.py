"""Bookings in the conversation: the back end of their form."""
