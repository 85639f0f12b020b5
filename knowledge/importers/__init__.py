"""A council's existing pages in, drafts out: one source a file. Knows no database."""
