"""How fast a served Reeve is, and how much memory it takes."""
