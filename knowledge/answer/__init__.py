"""Pages cut into passages, and the sentences that answer."""
