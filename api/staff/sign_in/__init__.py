"""Signing in: sessions, waits after wrong attempts, codes from an app."""
