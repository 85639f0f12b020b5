"""Search over passages: meaning and wording together."""
