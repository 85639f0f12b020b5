"""Figures on golden sets, kept in a file beside each set: what was measured, and whether today is worse."""
