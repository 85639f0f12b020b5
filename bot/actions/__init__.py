"""Rasa's actions: what is done once it is decided."""
