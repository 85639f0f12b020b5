"""Reports: what residents tell the council of, where it is, and what became of it."""
