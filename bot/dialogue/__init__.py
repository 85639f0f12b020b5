"""The dialogue in Rasa: engine, state between turns, moves."""
