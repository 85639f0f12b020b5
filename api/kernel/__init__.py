"""What every feature stands on: errors, parts, audit, permissions, limits, times, jobs."""
