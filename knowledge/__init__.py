"""Pages in, ranked passages out. Knows no bot and no database."""
