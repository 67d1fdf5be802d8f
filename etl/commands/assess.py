"""The command `assess`: any table by any rule."""

import sys
from pathlib import Path
from typing import Any

import click

from etl.assessment import assess_tables
from etl.commands.console import DONE
from etl.commands.options import PATH, command, lang_option
from etl.rules import RULES, SERIES_RULES


@command(
    "--rule destatis --series SPECS.csv --observations OBS.csv",
    "Rules over series read --series and --observations, rules over codings read --codings. Needs no record and no build.",
)
@click.option("--rule", type=click.Choice(tuple(RULES)), required=True, help="The rule.")
@click.option("--series", type=PATH, metavar="SPECS.csv", help="One row per series: its direction, target and bounds.")
@click.option("--observations", type=PATH, metavar="OBS.csv", help="Rows of series, period, value; CSV or Parquet.")
@click.option("--codings", type=PATH, metavar="CODINGS.csv", help="Rows of commitment, member, score.")
@click.option("--engine", type=click.Choice(("duckdb", "spark")), default="duckdb", help="Where the rule runs.")
@click.option("--master", default="local[*]", metavar="URL", help="The Spark to run on, with --engine spark.")
@lang_option
def assess_command(
    rule: str, series: Path | None, observations: Path | None, codings: Path | None, engine: Any, master: str, **_others: Any
) -> int:
    """Write the assessments as CSV."""
    if rule not in SERIES_RULES:
        if codings is None:
            raise click.UsageError(f"The rule {rule} reads codings; add --codings CODINGS.csv.")
        assess_tables.assess_codings(rule, codings, sys.stdout)
        return DONE
    if series is None or observations is None:
        raise click.UsageError(f"The rule {rule} reads series; add --series SPECS.csv and --observations OBS.csv.")
    assess_tables.assess_files(rule, series, observations, sys.stdout, engine, master)
    return DONE
