"""Who gets which case when: the queue, presence, ringing, and the clocks of service levels."""
