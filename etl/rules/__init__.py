"""The assessment rules: a file each with what the rule is (`RULE`), and one with its query, its inputs described at the top.

Whoever adds these two files adds a rule: nothing else names it.

A rule over series reads `specs` and `points` and returns one row per series; below the line `-- Group:` stands how the
rule aggregates the series of one indicator (table `members`). A rule over codings reads `codings`.
Steps that several rules take alike stand in `shared/`. The SQL keeps to what DuckDB and Apache Spark both understand, but for two spellings, which `rule_sql` puts in.
"""

import csv
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Literal

from etl.rules.rule import Rule, Word

__all__ = ["RULES", "SERIES_RULES", "Engine", "Rule", "Word", "group_sql", "reproduction", "rule_sql"]

FOLDER = Path(__file__).parent
Engine = Literal["duckdb", "spark"]


def _discover() -> dict[str, Rule]:
    """Every rule of this package by its name, in the order of lists."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    rules: list[Rule] = [module.RULE for module in modules if hasattr(module, "RULE")]
    return {rule.name: rule for rule in sorted(rules, key=lambda rule: (rule.order, rule.name))}


RULES = _discover()
SERIES_RULES = tuple(name for name, rule in RULES.items() if rule.reads == "series")

# Steps that several rules take alike stand once, in `shared/`; this line stands in their place.
_SHARED = re.compile(r"^-- Shared: (\w+)\n", re.MULTILINE)
# newest_six(x, t): the x of the six latest t, newest first; nth(list, i): its i-th element, or null.
_SPELLINGS: dict[Engine, tuple[tuple[str, str], ...]] = {
    "duckdb": ((r"newest_six\(t, t\)", "max(t, 6)"), (r"newest_six\((\w+), t\)", r"arg_max(\1, t, 6)"), (r"\bnth\(", "list_extract(")),
    "spark": (
        (r"newest_six\((\w+), t\)", r"slice(transform(sort_array(collect_list(struct(t as k, \1 as x)), false), pair -> pair.x), 1, 6)"),
        (r"\bnth\(", "try_element_at("),
    ),
}


def rule_sql(rule: str, engine: Engine = "duckdb") -> str:
    """The query of a rule over its input tables, in the engine's spelling."""
    query = _parts(rule)[0]
    for pattern, spelling in _SPELLINGS[engine]:
        query = re.sub(pattern, spelling, query)
    return query


def group_sql(rule: str) -> str:
    """The query that aggregates `members` (grp, status, score) to one row per group: grp, status, score, reason."""
    return _parts(rule)[1]


def reproduction() -> list[tuple[str, str, int, int]]:
    """What the tests found when they held the rules against their publishers' results: rule, what, equal, of how many."""
    with (FOLDER / "reproduction.csv").open(encoding="utf-8", newline="") as file:
        return [(row["rule"], row["what"], int(row["matched"]), int(row["total"])) for row in csv.DictReader(file)]


def _parts(rule: str) -> list[str]:
    query = (FOLDER / f"{rule}.sql").read_text(encoding="utf-8")
    return _SHARED.sub(lambda found: (FOLDER / "shared" / f"{found[1]}.sql").read_text(encoding="utf-8"), query).split("-- Group:\n")
