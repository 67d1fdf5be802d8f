"""Rows of a build turned into sentences and tables for readers."""
