"""The briefing as HTML, and its present mode."""
