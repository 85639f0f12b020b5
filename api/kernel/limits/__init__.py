"""How much somebody may ask for in a while: shared by every process, kept by this one when the database is slow."""
