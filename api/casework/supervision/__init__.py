"""What supervisors see and do, and what residents say of how it went."""
