"""The same rules on Apache Spark, for observations that outgrow one machine (requirements-spark.txt, Java 17 or newer)."""

from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from etl.assessment.input_tables import point_columns, unreadable
from etl.errors import OutsideError


class NoSpark(OutsideError):
    """Spark cannot be used here; the message says what to install."""


def run_on_spark(query: str, connection: duckdb.DuckDBPyConnection, observations: Path, master: str) -> pa.Table:
    """Run a rule's query on the Spark at `master`; one row per series comes back.

    The checked `specs` are sent from here; observations in a Parquet file are read by Spark's workers, which therefore
    must see the path; other observations are sent from here too. Raises NoSpark where pyspark or Java is missing,
    BadInput where a Parquet file cannot be read.
    """
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415  an optional dependency
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise NoSpark("Spark is not installed; run: pip install -r requirements-spark.txt") from error
    try:
        session = (
            SparkSession.builder.master(master)
            .appName("servanda")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
    except (PySparkException, OSError) as error:
        raise NoSpark(f"Spark does not start at {master}: {str(error).splitlines()[0]}; it needs Java 17 or newer") from error
    try:
        session.createDataFrame(connection.execute("select * from specs").to_arrow_table()).createOrReplaceTempView("specs")
        if observations.suffix == ".parquet":
            table = session.read.parquet(str(observations.resolve()))
            whole = table.schema["period"].dataType.typeName() in ("byte", "short", "integer", "long")
            table.createOrReplaceTempView("given")
            points = session.sql(f"select * from (select {point_columns(whole)} from given) where value between -1e100 and 1e100")
        else:
            points = session.createDataFrame(connection.execute("select * from points").to_arrow_table())
        points.createOrReplaceTempView("points")
        return session.sql(query).toArrow()
    except PySparkException as error:
        if observations.suffix != ".parquet":
            raise
        raise unreadable(observations, error) from error
    finally:
        session.stop()
