"""How answers are read, one kind a file. Pure functions: redacted words in, a value or None out."""
