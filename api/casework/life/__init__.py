"""What happens to a case: every act on it, by staff, residents, timers and other systems."""
