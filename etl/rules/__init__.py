"""The assessment rules: one SQL file each, that reads `specs` and `points` and returns one row per series."""

from pathlib import Path

RULES = ("destatis",)


def rule_sql(rule: str) -> str:
    """The SQL of a rule: a query over the tables `specs` and `points`, as described at the top of its file."""
    return (Path(__file__).parent / f"{rule}.sql").read_text(encoding="utf-8")
