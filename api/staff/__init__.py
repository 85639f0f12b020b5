"""Staff accounts, signing in, and the audit trail for those who check."""
