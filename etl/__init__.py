"""Turns pledges and observations kept as text into a checked, assessed DuckDB warehouse."""
