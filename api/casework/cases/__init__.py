"""Cases as they are read and shown, and what belongs to one case."""
