"""The one place where personal data is kept, and only as ciphertext."""
