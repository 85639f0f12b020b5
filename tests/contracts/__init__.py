"""What each port promises. The tests of every implementation inherit these classes, and give them what to test."""
