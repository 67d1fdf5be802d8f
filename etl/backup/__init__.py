"""Backups of ledger and record: made, checked, restored."""
