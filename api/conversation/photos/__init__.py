"""Residents' photos: checked, drawn again, sealed."""
