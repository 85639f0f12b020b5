"""Safe text in, outcome and replies out. A Rasa project and what decides around it."""
