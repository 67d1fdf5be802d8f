"""A build out of the one before it: what changed is made anew, everything else is kept as it stands.

The file before is copied; the rows of the record that changed are replaced in it; the very same transformations run on an empty
database that holds nothing but what the change touches; their results replace what they touched. What comes out holds the same
rows as a build of everything, in another order.

This is done only where what the record knows has grown: where the code, a unit, a country or a derivation changed, where a series
or a period went, where anything is internal, or where anything is wrong, None is the answer and everything is made anew.
"""

import shutil
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from etl.accepted import with_reverted
from etl.check import check
from etl.inputs import DECLARATIONS, Inputs
from etl.load import Loaded, declaration_folders
from etl.public import public
from etl.record import Record
from etl.stage import newest_day, newest_of, stage
from etl.submission import Submission
from etl.transform import MEMORY, Progress, enter, transform

# A row of the table `made_from`: part, hash, of a declaration its id and the newest day in it.
Part = tuple[Any, ...]
# What every declaration may rest on: where one of these changed, everything is made anew.
SHARED = ("code", "units.yaml", "geos.csv", "derived.yaml")
# What the results of an indicator, of a pledge rest on. A mirror's own status is read and nothing more of it, so that what a mirror
# itself is held against does not matter; it is computed here and not kept.
TOUCHED = """
    create temp table touched_series as
    select series from changed_series
    union
    select derived_inputs.series from derived_inputs join changed_series on derived_inputs.input = changed_series.series;

    create temp table touched_indicators as
    with reached as (
        select declaration, indicator
        from whole.indicator_series
        semi join touched_series using (series)
        anti join changed_declarations using (declaration)
    )
    select declaration, indicator from reached
    union
    select mirrored.declaration, mirrored.indicator
    from whole.indicators as mirrored
    join reached on mirrored.declaration = reached.declaration and mirrored.mirror_of = reached.indicator;

    create temp table touched_pledges as
    select distinct declaration, pledge from whole.pledge_indicators semi join touched_indicators using (declaration, indicator);

    create temp table needed_indicators as
    with held as (
        select declaration, indicator from touched_indicators
        union
        select declaration, indicator from whole.pledge_indicators semi join touched_pledges using (declaration, pledge)
    )
    select declaration, indicator from held
    union
    select indicators.declaration, indicators.mirror_of
    from whole.indicators as indicators
    semi join held using (declaration, indicator)
    where indicators.mirror_of is not null;
"""
NEEDED_OBSERVATIONS = """
    insert into recorded_observations by name
    with needed as (
        select series from indicator_series
        union
        select series from touched_series
    )
    select *
    from observed
    where series in (
        select series from needed
        union
        select derived_inputs.input from derived_inputs join needed on derived_inputs.series = needed.series
    )
"""
# Which rows of a computed table a change touches, by the column that says what they are of.
TOUCHED_ROWS = {
    "indicator": "(declaration, indicator) in (from touched_indicators)",
    "pledge": "(declaration, pledge) in (from touched_pledges)",
    "key": (
        "(level = 'indicator' and (declaration, key) in (from touched_indicators))"
        " or (level = 'pledge' and (declaration, key) in (from touched_pledges))"
    ),
    "series": "series in (from touched_series)",
}


@dataclass(frozen=True)
class Growth:
    """What changed since the build before: the record with no declarations but those that changed or are new."""

    before: Path
    record: Record
    as_of: date
    # The ids, old and new, of declarations that changed, are new, or are gone.
    changed: frozenset[str]
    made_from: pa.Table


def parts_of(connection: duckdb.DuckDBPyConnection) -> list[Part]:
    """What a build was made from."""
    return connection.execute("select part, content, declaration, newest from made_from").fetchall()


def made_from(inputs: Inputs, loaded: Loaded) -> pa.Table:
    """The rows of the table of that name for a whole record: none where two declarations have one id."""
    heads = _heads(loaded)
    parts = _made_from(inputs, heads)
    return parts if len({declaration for declaration, _ in heads.values()}) == len(heads) else parts.slice(0, 0)


def growth(
    before: Path,
    listed: Sequence[Part],
    data: Path,
    inputs: Inputs,
    as_of: date | None,
    accepted: Sequence[Submission],
    reverted: Sequence[Submission],
) -> Growth | None:
    """What changed between a build, made from the parts `listed`, and the record.

    None where everything has to be made anew, or where anything is wrong.
    """
    parts, known = inputs.parts(), {part: content for part, content, _, _ in listed}
    if not listed or any(parts.get(name) != known.get(name) for name in SHARED):
        return None
    folders = [f"{DECLARATIONS}/{folder.name}" for folder in declaration_folders(data)]
    changed = {folder for folder in folders if folder not in parts or known.get(folder) != parts[folder]}
    # What the ledger adds is added to the first declaration.
    needed = changed | set(folders[:1] if inputs.ledger else ())
    loaded = check(data, accepted, only={folder.partition("/")[2] for folder in needed})
    if loaded.problems:
        return None
    loaded.record = with_reverted(loaded.record, reverted)
    heads = {part: (declaration, newest) for part, _, declaration, newest in listed if part in folders and part not in changed} | _heads(
        loaded
    )
    ids = {declaration for declaration, _ in heads.values()}
    if public(loaded.record) is not loaded.record or not heads or len(ids) < len(folders):
        return None
    new = {heads[folder][0] for folder in changed}
    old = {declaration for part, _, declaration, _ in listed if declaration and part not in set(folders) - changed}
    newest = max(newest_day(loaded.record.model_copy(update={"declarations": ()})), *(day for _, day in heads.values()))
    record = loaded.record.model_copy(
        update={"declarations": tuple(item for item in loaded.record.declarations if item.declaration.id in new)}
    )
    return Growth(before, record, as_of or newest, frozenset(old | new), _made_from(inputs, heads))


def grow(growth: Growth, draft: Path, progress: Progress) -> bool:
    """Write the build that follows from the one before; False, and the draft is worth nothing, where everything has to be made anew."""
    progress("copy")
    # Nobody writes a published file, so that a lock this may drop guards nothing.
    shutil.copyfile(growth.before, draft)
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": f"{draft}.tmp"}) as connection:
        name = draft.as_posix().replace("'", "''")
        connection.execute(f"attach '{name}' as whole")
        staged = stage(growth.record, growth.as_of) | {"made_from": growth.made_from}
        if not _only_grew(connection, growth, staged):
            return False
        recorded: set[str] = set()

        def enter_record() -> None:
            recorded.update(_tables(connection))
            _enter_touched(connection, staged)

        if transform(connection, enter_record, progress):
            return False
        progress("replace")
        connection.execute("begin")
        _replace(connection, recorded)
        connection.execute("commit")
        connection.execute("checkpoint whole")
    return True


def _heads(loaded: Loaded) -> dict[str, tuple[str, date]]:
    """The folder of each declaration, to its id and the newest day in it."""
    return {
        loaded.located.files[id(item.declaration)][0].file.rpartition("/")[0]: (item.declaration.id, newest_of(item))
        for item in loaded.record.declarations
    }


def _made_from(inputs: Inputs, heads: dict[str, tuple[str, date]]) -> pa.Table:
    rows = [(part, content, *heads.get(part, (None, None))) for part, content in inputs.parts().items()]
    columns = zip(*rows, strict=True)
    types = (pa.string(), pa.string(), pa.string(), pa.date32())
    names = ("part", "content", "declaration", "newest")
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], names)


def _only_grew(connection: duckdb.DuckDBPyConnection, growth: Growth, staged: dict[str, pa.Table]) -> bool:
    """Note which series changed, and say whether all that declarations which stay may rest on is still there."""
    listed = connection.execute("select column_name from (describe whole.recorded_observations)").fetchall()
    hashed = f"select series, sum(hash({', '.join(name for (name,) in listed)})) as hash from {{}} group by series"
    connection.register("observed", staged["recorded_observations"])
    connection.register("cited", staged["sources"])
    connection.register("staged_build", staged["build"])
    connection.execute(
        "create temp table changed_declarations as select unnest(cast($1 as varchar[])) as declaration", [sorted(growth.changed)]
    )
    connection.execute(
        f"""
        create temp table changed_series as
        select series
        from ({hashed.format("observed")}) as now
        full join ({hashed.format("whole.recorded_observations")}) as before using (series)
        where now.hash is distinct from before.hash
        """
    )
    ((lost,),) = connection.execute(
        """
        select
            exists (select source, tier from whole.sources except select source, tier from cited)
            or exists (
                select series, geo, counterpart, unit, period from whole.recorded_observations semi join changed_series using (series)
                except
                select series, geo, counterpart, unit, period from observed semi join changed_series using (series)
            )
            or exists (select first_recorded from whole.build except select first_recorded from staged_build)
        """
    ).fetchall()
    # A day between the two as-of days brings to light what was dated later than the first.
    ((dated,),) = connection.execute(
        """
        with

        span as (
            select least(before.as_of, staged_build.as_of) as first, greatest(before.as_of, staged_build.as_of) as last
            from whole.build as before
            cross join staged_build
        ),

        days as (
            select published as day from whole.recorded_observations anti join changed_series using (series)
            union all
            select unnest([known_from, known_to]) as day from whole.recorded_targets anti join changed_declarations using (declaration)
            union all
            select valid_from as day from whole.declaration_rules anti join changed_declarations using (declaration)
            union all
            select date as day from whole.recorded_events anti join changed_declarations using (declaration)
            union all
            select date as day from whole.recorded_codings anti join changed_declarations using (declaration)
            union all
            select unnest([known_from, known_to]) as day from whole.recorded_pledges anti join changed_declarations using (declaration)
        )

        select exists (select 1 from days join span on days.day > span.first and days.day <= span.last)
        """
    ).fetchall()
    return not lost and not dated


def _enter_touched(connection: duckdb.DuckDBPyConnection, staged: dict[str, pa.Table]) -> None:
    """Fill the record's tables with what changed and with everything, of what did not, whose results rest on it."""
    enter(connection, {table: rows for table, rows in staged.items() if table != "recorded_observations"})
    connection.execute(TOUCHED)
    for table, columns in _tables(connection).items():
        if "declaration" not in columns or table == "main.made_from":
            continue
        if "pledge" in columns:
            wanted = "semi join touched_pledges using (declaration, pledge)"
        elif "indicator" in columns:
            wanted = "semi join needed_indicators using (declaration, indicator)"
        else:
            wanted = "semi join touched_pledges using (declaration)"
        connection.execute(f"insert into {table} select * from whole.{table} {wanted} anti join changed_declarations using (declaration)")
    connection.execute(NEEDED_OBSERVATIONS)


def _replace(connection: duckdb.DuckDBPyConnection, recorded: Set[str]) -> None:
    """Put what was made into the whole in place of what was there; `recorded` are the tables that hold the record."""
    for table, columns in _tables(connection).items():
        if table == "main.recorded_observations":
            connection.execute(f"delete from whole.{table} where series in (from changed_series)")
            names = ", ".join(columns)
            connection.execute(f"insert into whole.{table} select {names} from observed where series in (from changed_series)")
        elif "declaration" in columns and table != "main.made_from":
            changed = "declaration in (from changed_declarations)"
            _swap(connection, table, changed if table in recorded else f"{changed} or {_touched(columns)}")
        else:
            # What all declarations share stands in the small database whole; only a table of series does not.
            _swap(connection, table, "true" if table in recorded or "series" not in columns else _touched(columns))


def _touched(columns: Sequence[str]) -> str:
    """Which rows of a computed table with these columns a change touches."""
    return next(rows for column, rows in TOUCHED_ROWS.items() if column in columns)


def _swap(connection: duckdb.DuckDBPyConnection, table: str, which: str) -> None:
    connection.execute(f"delete from whole.{table} where {which}")
    connection.execute(f"insert into whole.{table} select * from {table} where {which}")


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables of the small database and their columns."""
    listed = connection.execute(
        """
        select schema_name || '.' || table_name, list(column_name order by column_index)
        from duckdb_columns()
        semi join duckdb_tables() as tables using (database_name, schema_name, table_name)
        where database_name = current_database()
        group by all
        order by all
        """
    ).fetchall()
    return dict(listed)
