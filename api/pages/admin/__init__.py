"""The pages on which editors write and publish."""
