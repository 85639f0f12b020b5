"""What every adapter to an outside service shares: faults, waiting times, one careful way to call."""
