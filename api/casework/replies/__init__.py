"""What helps a caseworker to answer: canned texts, macros, drafts, suggestions, replies that can be taken back."""
