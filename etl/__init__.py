"""Turns pledges and observations kept as text into a checked, assessed DuckDB warehouse."""

# The version of everything: the package, exports, `doctor`, `--version`.
__version__ = "0.1.0"
