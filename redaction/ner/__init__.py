"""The trained spaCy pipeline: how its sentences are generated, how it is trained, and what it scored."""
