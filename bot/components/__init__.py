"""Rasa's components: the pipeline of config.yml."""
