"""A council pack: the folder that makes this software one council's own, read and checked."""
