"""What bookings.yml says: slots, prices, cut-offs, who may book what."""
