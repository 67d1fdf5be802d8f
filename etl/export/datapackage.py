"""`datapackage.json`: the tables described by https://specs.frictionlessdata.io/data-package/ (version 1)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from etl import __version__
from etl.export.licences import licence
from etl.export.metadata import About
from etl.export.tables import Cell, Link, Shape, Table, sources_of
from etl.spreadsheet_cells import FORMULA_STARTS

FILE = "datapackage.json"
OWN = {"name": "notspecified", "title": "Compiled by Servanda; its README names the terms."}


def datapackage(about: About, tables: Mapping[str, Table], files: Mapping[str, tuple[str, bytes]], media: str) -> dict[str, Any]:
    """The description of the tables; `files` has the name and the content of each table's file, `media` their type."""
    sources = {record["source"]: record for record in tables["sources"].records()}
    text = "string" if media == "text/csv" else None
    return {
        "profile": "tabular-data-package" if text else "data-package",
        "name": about.name,
        "id": f"urn:servanda:{about.build}:{about.as_of.isoformat()}",
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "created": about.created,
        "generator": f"Servanda {__version__}",
        "keywords": ["international declaration", "pledges", "monitoring"],
        **({"textEscape": text_escape()} if text else {}),
        "licenses": _licences(sources[name] for name in sorted(sources, key=str)),
        "sources": [{"title": about.publisher}],
        "resources": [_resource(table, *files[name], media, sources) for name, table in tables.items()],
    }


def text_escape() -> dict[str, Any]:
    """How texts of CSV files read, for programs and people."""
    return {
        "prefix": "'",
        "before": list(FORMULA_STARTS),
        "rule": "A text that begins, after any apostrophes, with one of `before` is written with one apostrophe more, so that no spreadsheet "
        "takes it for a formula. Take the first apostrophe of such a text away. Numbers, days and truth values are written as they are.",
    }


def _resource(table: Table, path: str, content: bytes, media: str, sources: Mapping[Cell, Mapping[str, Cell]]) -> dict[str, Any]:
    used = [sources[name] for name in sorted(sources_of(table), key=str)]
    kinds = {"text/csv": "csv", "application/json": "json"}
    return {
        "profile": "tabular-data-resource" if media == "text/csv" else "data-resource",
        "name": table.name.replace("_", "-"),
        "path": path,
        "description": table.grain,
        "format": kinds.get(media, "parquet"),
        "mediatype": media,
        **({"encoding": "utf-8"} if media in kinds else {}),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "licenses": _licences(used) or [OWN],
        "sources": _sources(used) or [{"title": "Servanda"}],
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [
            {"name": item.name, "type": item.type, "description": item.meaning, **_constraints(table.shape, item.name)}
            for item in table.columns
        ],
        "missingValues": [""],
        **({"primaryKey": list(table.shape.key)} if table.shape.key else {}),
        "foreignKeys": [_foreign_key(link) for link in table.shape.links],
    }


def _constraints(shape: Shape, name: str) -> dict[str, Any]:
    return {"constraints": {"required": True}} if name in shape.key else {}


def _foreign_key(link: Link) -> dict[str, Any]:
    return {"fields": list(link.columns), "reference": {"resource": link.table.replace("_", "-"), "fields": list(link.key)}}


def _licences(sources: Any) -> list[dict[str, str]]:
    """Each of the terms once."""
    found = dict.fromkeys(licence(record["licence"]) for record in sources)
    return [{"name": item.name, **({"path": item.path} if item.path else {}), "title": item.title} for item in found]


def _sources(used: list[Mapping[str, Cell]]) -> list[dict[str, str]]:
    sources = dict.fromkeys((f"{record['publisher']}: {record['title']}", str(record["url"] or "")) for record in used)
    return [{"title": title, **({"path": url} if url else {})} for title, url in sources]
