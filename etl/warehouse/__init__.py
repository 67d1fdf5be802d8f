"""Builds: staged from the record, transformed by SQL, sealed, published, swept."""
