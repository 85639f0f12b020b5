"""Text as every reader of it sees it. Nothing here knows of personal data."""
