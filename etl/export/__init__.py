"""The data package: what anybody may see of a build, as files for statisticians, programs and catalogues."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import duckdb

from etl.errors import InputError
from etl.export import datapackage, dcat, readme
from etl.export.csv_files import csv_of
from etl.export.json_files import document, json_of
from etl.export.metadata import About
from etl.export.output_folder import check_folder, write_folder
from etl.export.parquet_files import parquet_of
from etl.export.sdmx_data import sdmx_csv
from etl.export.sdmx_structure import sdmx_structure
from etl.export.tables import Table, read_tables
from etl.i18n.languages import LANGUAGES, SOURCE
from etl.i18n.translator import Translator
from etl.messages import N_
from etl.queries.query import rows

Format = Literal["datapackage", "sdmx-csv", "parquet", "json"]
# Of each format of tables: the ending of its files, their type, and what writes a table.
WRITERS: dict[str, tuple[str, str, Callable[[Table], bytes]]] = {
    "datapackage": ("csv", "text/csv", csv_of),
    "parquet": ("parquet", "application/vnd.apache.parquet", parquet_of),
    "json": ("json", "application/json", json_of),
}
SDMX_DATA, SDMX_STRUCTURE = "data.csv", "structure.json"
SDMX_MEDIA = {SDMX_DATA: "application/vnd.sdmx.data+csv;version=2.0.0", SDMX_STRUCTURE: "application/vnd.sdmx.structure+json;version=2.0.0"}
HOLDS = {
    SDMX_DATA: N_("The figures, in SDMX-CSV 2.0"),
    SDMX_STRUCTURE: N_("The structure of the figures and the names of all codes, in SDMX-JSON 2.0"),
    datapackage.FILE: N_("All tables and columns with their meaning, keys, sources and terms (Frictionless Data Package)"),
    dcat.FILE: N_("The description for data catalogues (DCAT-AP)"),
    readme.LICENCES: N_("The terms of every publisher"),
}


def export(
    connection: duckdb.DuckDBPyConnection, build: str, folder: Path, form: Format, words: Translator, declaration: str | None = None
) -> dict[str, Table]:
    """Write what the connection knows on its day into `folder`, whole or not at all; returns the tables that were written.

    The same build, day, form, language and declaration give the same bytes. Raises InputError where there is no such declaration or the
    folder holds something else, OSError where it cannot be written.
    """
    check_folder(folder)
    about = _about(connection, build, words, declaration)
    tables = read_tables(connection, declaration)
    write_folder(folder, files_of(about, tables, form))
    return tables


def files_of(about: About, tables: Mapping[str, Table], form: Format) -> dict[str, bytes]:
    """Every file of an export by its name."""
    listed: dict[str, str] = {}
    files: dict[str, bytes] = {}
    if form == "sdmx-csv":
        files |= {SDMX_DATA: sdmx_csv(about, tables), SDMX_STRUCTURE: document(sdmx_structure(about, tables))}
        media = dict(SDMX_MEDIA)
    else:
        ending, kind, write = WRITERS[form]
        written = {name: (f"{name.replace('_', '-')}.{ending}", write(table)) for name, table in tables.items()}
        listed = {path: tables[name].grain for name, (path, _) in written.items()}
        media = dict.fromkeys(listed, kind)
        files = dict(written.values())
        files[datapackage.FILE] = document(datapackage.datapackage(about, tables, written, kind))
    files[readme.LICENCES] = readme.licences(about, tables)
    files[dcat.FILE] = document(dcat.dcat(about, tables, files, media))
    listed |= {name: about.words.t(HOLDS[name]) for name in files if name in HOLDS}
    files[readme.README] = readme.readme(about, tables, listed.items(), sdmx=form == "sdmx-csv")
    return files


def _about(connection: duckdb.DuckDBPyConnection, build: str, words: Translator, declaration: str | None) -> About:
    known = {row["declaration"]: row for row in rows(connection, "from declarations order by declaration")}
    if declaration is not None and declaration not in known:
        raise InputError(f'there is no declaration "{declaration}" in this build; leave --declaration out to export all')
    (as_of,) = connection.execute("select as_of_day()").fetchone() or (None,)
    titles = (
        {lang: known[declaration]["title"].get(lang) or known[declaration]["title"][SOURCE] for lang in LANGUAGES} if declaration else {}
    )
    return About(build, as_of, declaration, titles, words)
