"""How good and how fast the search is; its golden queries."""
