"""The record: its models, how its files are read, and every check it has to pass."""
