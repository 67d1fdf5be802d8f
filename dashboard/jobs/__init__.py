"""Commands that pages start."""
