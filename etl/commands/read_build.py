"""What commands that read the published build share: their options, the open build, the line above a past day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

import click
import duckdb

from etl import audit_log
from etl.commands.console import tell
from etl.commands.options import as_of_option, build_options, internal_option, options
from etl.i18n.translator import Translator
from etl.queries.query import ask_as_of
from etl.reports.register import past_day_sentence
from etl.warehouse import builds

past_day_options = options(as_of_option, build_options)
reading_options = options(as_of_option, internal_option, build_options)


@contextmanager
def open_build(warehouse: Path, as_of: date | None, internal: bool = False) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """The published build, as it was known on the day --as-of asks for, and its id."""
    published = builds.current(warehouse, "editors" if internal else "everybody")
    try:
        with builds.open_build(published) as connection:
            if published.notice:
                tell(published.notice)
            if internal:
                name = click.get_current_context().info_name or ""
                audit_log.note("internal shown", audit_log.account(), command=name, build=published.id)
            newest = ask_as_of(connection, as_of)
            if as_of is not None and as_of > newest:
                tell(f"this build was made for {newest}: that day is shown; a later one needs a later build: python -m etl build")
            yield connection, published.id
    except duckdb.Error as error:
        builds.raise_if_damaged(published, error)
        raise


def tell_past(connection: duckdb.DuckDBPyConnection, texts: Translator, out: TextIO) -> None:
    """Print above a day that is over that it is reconstructed."""
    if sentence := past_day_sentence(connection, texts):
        print(f"{sentence}\n", file=out)
