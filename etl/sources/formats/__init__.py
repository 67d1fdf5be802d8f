"""Formats and code lists that several publishers share."""
