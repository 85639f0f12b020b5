"""Notices to residents about what they booked: queued with the booking, delivered once, their fate visible to staff."""
