"""What an enquiry is about: scores, decision, follow-ups, several needs, other bodies."""
