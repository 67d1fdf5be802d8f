"""Every pledge with its status, read from a warehouse: as objects for JSON, as rows for CSV, as a table to read."""

import csv
import json
from datetime import date
from typing import Any, TextIO

import duckdb

from etl.i18n.labels import REASONS, STATUSES
from etl.i18n.translator import Translator
from etl.queries import declaration_rows, indicator_rows, pledge_rows
from etl.reports.first_answer import answer, domain_lines
from etl.spreadsheet_cells import escaped
from etl.text_validation import in_line

# `status` and `reason` are the trajectory's, as they always were; both clocks stand under their names after them.
CSV_COLUMNS = (
    "declaration", "pledge", "domain", "family", "obligor", "title", "status", "reason", "rule", "lead", "as_of", "build",
    "trajectory_status", "trajectory_reason", "since_signature_status", "since_signature_reason", "earliest_assessable",
    "reported", "outcome", "outcome_indicator", "horizon", "outcome_party",
)  # fmt: skip


def pledge_statuses(
    connection: duckdb.DuckDBPyConnection, build: str, language: str = "en", declaration: str | None = None
) -> list[dict[str, Any]]:
    """One object per pledge, in the order of the register. Values are in the unit of their indicator; days are ISO texts.

    Three readings stand side by side: `reported` (per party, what it says of itself), the two clocks (`trajectory`, `since_signature`), and
    `outcome` (what the data of an indicator did, credited to nobody; `party` where they are of one party alone). `horizon` is the day up to which evidence of its domain was found.
    """
    members = _indicators(connection)
    reported = _reported(connection)
    listed = pledge_rows.standings(connection, language)
    return [
        {
            "declaration": row["declaration"],
            "pledge": row["pledge"],
            "in_declaration": row["in_declaration"],
            "domain": row["domain"],
            "family": row["family"],
            "obligor": row["obligor"],
            "title": row["title"],
            "trajectory": {"status": row["status"], "reason": row["reason"], "rule": row["rule"]},
            "since_signature": {
                "status": row["since_signature_status"],
                "reason": row["since_signature_reason"],
                "earliest_assessable": row["earliest_assessable"],
            },
            "robustness": {"agree": row["rules_agreeing"], "of": row["rules_applicable"]} if row["rules_applicable"] else None,
            "evidence": {
                "quality": row["evidence_quality"],
                "sources": row["evidence_sources"],
                "newest": _iso(row["evidence_newest"]),
                "newest_kind": row["evidence_newest_kind"],
            },
            "attribution": {
                "joint": row["events_by"].get("joint", 0),
                **{code: row["events_by"].get(code, 0) for code in row["parties"]},
                "third_party": row["events_by"].get("third-party", 0),
            },
            "indicators": members.get((row["declaration"], row["pledge"]), []),
            "as_of": _iso(row["as_of"]),
            "build": build,
            "reported": reported.get((row["declaration"], row["pledge"]), {}),
            "outcome": {
                "status": row["outcome"] or "unknown",
                "indicator": row["outcome_indicator"],
                "party": row["outcome_party"],
            },
            "horizon": _iso(row["horizon"]),
            "lead_answers": row["lead_answers"],
        }
        for row in listed
        if declaration in (None, row["declaration"])
    ]


def write_json(statuses: list[dict[str, Any]], out: TextIO) -> None:
    """The statuses as a JSON list."""
    json.dump(statuses, out, ensure_ascii=False, indent=1)
    out.write("\n")


def write_csv(statuses: list[dict[str, Any]], out: TextIO) -> None:
    """The statuses as CSV, one row per pledge."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for item in statuses:
        lead = item["indicators"][0]["indicator"] if item["indicators"] else ""
        trajectory = item["trajectory"]
        since = item["since_signature"]
        row = {
            **item, "status": trajectory["status"], "reason": trajectory["reason"], "rule": trajectory["rule"], "lead": lead,
            "trajectory_status": trajectory["status"], "trajectory_reason": trajectory["reason"],
            "since_signature_status": since["status"], "since_signature_reason": since["reason"],
            "earliest_assessable": since["earliest_assessable"],
            "reported": " ".join(f"{party}:{reading['status']}" for party, reading in item["reported"].items()),
            "outcome": item["outcome"]["status"], "outcome_indicator": item["outcome"]["indicator"],
            "outcome_party": item["outcome"]["party"],
        }  # fmt: skip
        writer.writerow([escaped(cell) if isinstance(cell := row[column], str) else cell for column in CSV_COLUMNS])


def write_table(statuses: list[dict[str, Any]], words: Translator, out: TextIO) -> None:
    """The statuses as a table to read in a terminal, both clocks by their names."""
    t = words.t
    body = [(item["pledge"], *(_clock(words, item[clock]) for clock in ("trajectory", "since_signature"))) for item in statuses]
    head = (t("Pledge"), t("Trajectory"), t("Since signature"))
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    for row, title in zip((head, *body), ("", *(in_line(item["title"]) for item in statuses)), strict=True):
        print("  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), title)).rstrip(), file=out)


def _clock(words: Translator, clock: dict[str, Any]) -> str:
    """A status as a mark and a word; without one, the reason."""
    return f"– {words.t(REASONS[clock['reason']])}" if clock["reason"] else f"● {words.t(STATUSES[clock['status']])}"


def _reported(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], dict[str, dict[str, str | None]]]:
    """What each party says of itself, by declaration and pledge, then by party in the declaration's order."""
    found: dict[tuple[str, str], dict[str, dict[str, str | None]]] = {}
    for row in pledge_rows.all_reported(connection):
        party = {"status": row["status"], "day": _iso(row["day"]), "source": row["source"]}
        found.setdefault((row["declaration"], row["pledge"]), {})[row["party"]] = party
    return found


def summaries(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str | None = None) -> list[dict[str, Any]]:
    """The first answer of each declaration, or of one, as objects: the answer's sentences, then what they were counted from."""
    known = declaration_rows.full_titles(connection, words.language)
    found = [answer(connection, words, name) for name in known if declaration in (None, name)]
    return [
        {
            "declaration": item.declaration,
            "signed": _iso(item.signed),
            "record_to": _iso(item.record_to),
            "today": _iso(item.today),
            "horizon": _iso(item.horizon),
            "answer": " ".join(item.sentences),
            "counts": item.counts,
            "domains": dict(item.domains),
        }
        for item in found
    ]


def write_answers(connection: duckdb.DuckDBPyConnection, words: Translator, out: TextIO, declaration: str | None = None) -> None:
    """The first answer of each declaration, or of one, above the table: its sentences, then a line a domain."""
    for name, title in declaration_rows.full_titles(connection, words.language).items():
        if declaration in (None, name):
            found = answer(connection, words, name)
            print("\n".join((title, *found.sentences, *domain_lines(words, found), "")), file=out)


def _indicators(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[dict[str, Any]]]:
    listed = indicator_rows.tracking(connection)
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in listed:
        found.setdefault((row["declaration"], row["pledge"]), []).append(
            {
                "indicator": row["indicator"],
                "status": row["status"],
                "reason": row["reason"],
                "baseline": {"period": row["baseline_period"], "value": row["baseline_value"]},
                "latest": {"period": row["latest_period"], "value": row["latest_value"]},
                "target": {"period": row["target_period"], "value": row["target_value"], "source": row["target_source"]},
                "unit": row["unit"],
            }
        )
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
