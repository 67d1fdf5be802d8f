"""Tables as JSON: a list of records each, null for what is missing."""

import json
from datetime import date
from typing import Any

from etl.export.tables import Table


def json_of(table: Table) -> bytes:
    """The table as a list of records, one on each line."""
    lines = (json.dumps(record, ensure_ascii=False, default=_day) for record in table.records())
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def document(content: dict[str, Any]) -> bytes:
    """A document of metadata, to be read by people too."""
    return (json.dumps(content, ensure_ascii=False, indent=2, default=_day) + "\n").encode()


def _day(value: date) -> str:
    return value.isoformat()
