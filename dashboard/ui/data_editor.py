"""Tables to edit on the page: what stands in the data as the columns of a form, and the rows that were changed or added."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.content.page import Page
from dashboard.jobs import run_command
from etl.i18n.labels import (
    ATTRIBUTIONS,
    CAUSES,
    CODER_KINDS,
    CODING_ROLES,
    DOMAINS,
    EVENT_DIRECTIONS,
    EVIDENCE,
    NATURES,
    OBSERVATION_STATUSES,
    PRECISIONS,
    TARGET_KINDS,
    YES_OR_NO,
)
from etl.i18n.translator import QUALIFIERS
from etl.queries.editable_rows import editable
from etl.queries.query import Asking
from etl.record.kinds import KINDS
from etl.submissions.columns import column_texts

Cells = dict[str, str]
# Stands for the empty code, which the editor would show as a missing one.
NOTHING = "–"


# Columns whose cells are codes, with what the codes are called.
CODES: dict[str, Mapping[str, str]] = {
    "status": OBSERVATION_STATUSES, "evidence": EVIDENCE, "date_precision": PRECISIONS, "domain": DOMAINS, "nature": NATURES,
    "direction": EVENT_DIRECTIONS, "attribution": ATTRIBUTIONS, "cause": CAUSES, "coder_kind": CODER_KINDS, "role": CODING_ROLES,
    "kind": TARGET_KINDS, "assessed": YES_OR_NO, "stated_without_year": YES_OR_NO, "lapsed": YES_OR_NO,
}  # fmt: skip
# Columns that may also name a party of the declaration.
PARTIES_TOO = ("attribution", "cause")
CODED = {*CODES, "qualifier"}
BEGUN = {*CODED, "unit"}


def there(ask: Asking, kind: str, key: str) -> list[Cells]:
    """The rows of one kind that stand in the data for an indicator or a pledge, the newest first, every cell as text."""
    found = editable(ask, KINDS[kind], key)
    return [{name: plain(row[name]) or (NOTHING if name in CODED else "") for name in KINDS[kind].editable} for row in found]


def frame(kind: str, listed: list[Cells]) -> pd.DataFrame:
    """Rows as the editor takes them: one column of text each."""
    return pd.DataFrame(listed, columns=list(KINDS[kind].editable), dtype=str)


def plain(value: object) -> str:
    """A cell as it stands in a form: a whole number without its point, nothing for nothing."""
    text = "" if value is None else str(value)
    return text.removesuffix(".0")


def columns(page: Page, kind: str, units: Mapping[str, str], listed: list[Cells]) -> dict[str, Any]:
    """How the editor shows each column: its name, what it means, and choices where its cells are codes."""
    t = page.words.t
    # An empty cell says "exact": a lone "=" would be read as the beginning of a formula.
    exact = {code.replace("=", NOTHING): meaning.strip() or "=" for code, meaning in QUALIFIERS.items()}
    made: dict[str, Any] = {}
    for name in KINDS[kind].editable:
        label, meaning = (t(text) for text in column_texts(name) or (name, KINDS[kind].model.model_fields[name].description or name))
        codes = {"unit": units, "qualifier": exact}.get(name) or {
            code or NOTHING: t(meaning) for code, meaning in CODES.get(name, {}).items()
        }
        if name in PARTIES_TOO:
            codes = {**codes, **page.parties}
        if codes:
            # A new row begins with the usual codes: the unit of the rows there are, what was left open, a normal figure.
            usual = {"unit": listed[0].get("unit") if listed else next(iter(codes)), "status": "A"}.get(name, NOTHING)
            made[name] = st.column_config.SelectboxColumn(
                label, help=meaning, options=list(codes), format_func=_namer(codes), default=usual if usual in codes else None
            )
        else:
            width: Literal["large"] | None = "large" if name in KINDS[kind].wide else None
            made[name] = st.column_config.TextColumn(label, help=meaning, width=width)
    return made


def _namer(codes: Mapping[str, str]) -> Callable[[Any], str]:
    """A function that names a code; a dash for the empty one."""
    return lambda code: codes.get(code, code) or "–"


def changed(before: Iterable[Cells], after: pd.DataFrame) -> list[Cells]:
    """The rows of the edited table that are not there as they stand: changed or added ones, without those that hold nothing."""
    known = [dict(row) for row in before]
    edited = [{str(name): str(cell).strip() for name, cell in row.items()} for row in after.fillna("").to_dict("records")]
    # A row in which only what a new one begins with stands holds nothing.
    new = [row for row in edited if any(cell for name, cell in row.items() if name not in BEGUN) and row not in known]
    # Another value for a period is another release: it was not published on the day of the one before.
    days = {(row["period"], row["published"]) for row in known if "published" in row}
    return [row | {"published": ""} if (row.get("period"), row.get("published")) in days else row for row in new]


def named(listed: list[Cells]) -> dict[int, str]:
    """The rows of `as_csv` by their numbers there, as a reader knows them: by period, number or day."""
    return {number: row.get("period") or row.get("id") or row.get("date") or "–" for number, row in enumerate(listed, 2)}


def as_csv(kind: str, key: str, listed: list[Cells]) -> bytes:
    """Rows as the file that a reader would have sent in: with the indicator or pledge they are of."""
    scope = KINDS[kind].about
    sent = [{name: "" if cell == NOTHING else cell for name, cell in row.items()} | {scope: row.get(scope) or key} for row in listed]
    return run_command.as_csv(sent, list(dict.fromkeys((scope, *KINDS[kind].editable))))
