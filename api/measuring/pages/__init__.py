"""Measurements as pages: plots with the same figures as tables."""
