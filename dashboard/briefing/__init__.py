"""Briefings: frozen presentations of one build, as of one day, in one language."""
