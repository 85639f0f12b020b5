"""The audit trail, read by those who check."""
