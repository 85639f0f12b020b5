"""Teaches the packaged encoder the council's language: `make understanding`."""
