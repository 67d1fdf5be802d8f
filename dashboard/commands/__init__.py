"""One module per command of the dashboard."""
