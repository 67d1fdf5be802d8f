"""Uploaded tables, read in a confined process: CSV and XLSX to rows of text."""
