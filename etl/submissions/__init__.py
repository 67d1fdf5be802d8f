"""Submissions: their kinds and columns, how they are validated, and how accepted ones are applied to the record."""
