"""What tests need of redaction."""
