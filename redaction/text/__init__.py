"""What a text is made of, for everybody who reads one: letters, number words, postcodes, near words. Knows nothing of
personal data, and imports nothing of the packages around it."""
