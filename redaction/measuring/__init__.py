"""How well and how fast redaction finds personal data; its golden sets."""
