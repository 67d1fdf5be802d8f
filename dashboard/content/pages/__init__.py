"""The content of one page per module."""
