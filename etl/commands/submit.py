"""The command `submit`: read a file, say all that is wrong or doubtful, show what would change, propose it."""

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from etl.commands.console import BAD_INPUT, DONE
from etl.commands.options import PATH, build_options, command, format_option, lang_option
from etl.i18n.translator import Translator, translator
from etl.ledger import known_ledger, roles
from etl.ledger.accepted import accepted
from etl.ledger.store import Ledger
from etl.record.kinds import KINDS
from etl.settings import settings
from etl.submissions.entry_text import about, in_words, on_day
from etl.submissions.filing import COLUMN
from etl.submissions.findings import Row
from etl.submissions.models import Proposal
from etl.submissions.validate_observations import REMARK
from etl.text_validation import LONGEST, in_line
from etl.uploads.read import BadTable, Table, read_table, shown_name
from etl.warehouse.trial_build import Preview, base, preview, say_changes

# So many rows are listed for a page; nobody looks at a hundred thousand.
FIRST_ROWS = 200


@command(
    "form.xlsx --author Aliya --source https://stat.gov.kz/ --note 'figures of October' --dry-run",
    "FILE is a CSV or XLSX file, such as a filled form.",
)
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--kind", type=click.Choice(tuple(KINDS)), default="observations", help="What the rows are.")
@click.option("--author", required=True, metavar="NAME", help="Who proposes it.")
@click.option("--source", required=True, metavar="URL", help="Where the rows come from.")
@click.option("--note", required=True, metavar="TEXT", help="Why.")
@click.option(
    "--declaration",
    default="",
    metavar="ID",
    help="The declaration of rows that do not name theirs in a column “declaration”; needed where their ids stand in several.",
    show_default="none",
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="The questions about the rows have been looked at.")
@click.option("--quiet", is_flag=True, help="Do not show what would change: it was looked at before.")
@format_option("table", "json")
@build_options
@lang_option
def submit_command(
    file: Path, kind: str, author: str, source: str, note: str, declaration: str, dry_run: bool, yes: bool, quiet: bool, format: str,
    warehouse: Path, data: Path, ledger: str, lang: str,
) -> int:  # fmt: skip
    """Check the rows, show what they would change, submit them; 1 where they cannot be submitted."""
    words = translator(lang)
    known_ledger.require(warehouse, ledger)
    content = file.read_bytes()
    now = datetime.now(UTC)
    with ThreadPoolExecutor(max_workers=1) as executor:
        # A process of its own reads the table; meanwhile what it is held against is made ready here.
        reading = executor.submit(read_table, file.name, content)
        before = base(data, accepted(ledger), now.date(), statuses=not quiet)
        try:
            table = reading.result()
        except BadTable as error:
            for row, column, problem in error.problems:
                print(f"{error.name}: {_place(words, row, column)}{words.say(problem)}", file=sys.stderr)
            return BAD_INPUT
    lines = data_lines(table)
    seen = preview(before, kind, lines, source, lang, declaration)
    if quiet:
        _tell_findings(seen, words)
    elif format == "json":
        print(json.dumps(as_json(seen, table, words), ensure_ascii=False, default=str))
    else:
        _tell(seen, table, words, len(before.loaded.record.declarations) > 1)
    if seen.examined.mistakes:
        return BAD_INPUT
    if dry_run:
        return DONE
    if seen.examined.questions and not yes:
        print(words.t("Look at the questions above; if all is right, add --yes."), file=sys.stderr)
        return BAD_INPUT
    proposal = propose(kind, seen, lines, source, note, shown_name(file.name), content)
    # The same file by the same author for the same reason is the same submission, however often it is sent.
    user = roles.user(author, settings().roles)
    key = json.dumps([user.name, note, source, proposal.rows], sort_keys=True)
    with closing(Ledger(ledger, most_per_hour=settings().submissions_per_hour)) as opened:
        name, new = opened.submit(proposal, user, hashlib.sha256(key.encode()).hexdigest(), now)
    print(name)
    print(words.t("Submitted; it waits for a review.") if new else words.t("It was submitted before; nothing was added."), file=sys.stderr)
    return DONE


def data_lines(table: Table) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table that are data: without examples and remarks."""
    first = table.columns[0]
    return [(line.number, line.cells) for line in table.lines if not line.cells.get(first, "").startswith(REMARK)]


def propose(
    kind: str, seen: Preview, lines: list[tuple[int, dict[str, str]]], source: str, note: str, file_name: str, data: bytes
) -> Proposal:
    """The rows that change something, each with its declaration, as a proposal."""
    declarations = {row.number: row.declaration for row in seen.examined.rows if row.change != "unchanged"}
    rows = tuple(
        {name: cell for name, cell in cells.items() if cell} | {COLUMN: declarations[number]}
        for number, cells in lines
        if number in declarations
    )
    return Proposal(kind, rows, source, note, file_name, hashlib.sha256(data).hexdigest())


def as_json(seen: Preview, table: Table, words: Translator) -> dict[str, Any]:
    """Everything a preview says, in the language of `said`."""
    examined = seen.examined

    def found(asks: bool) -> list[dict[str, Any]]:
        return [
            {"row": item.row, "column": item.column, "said": words.say(item.message)} for item in examined.findings if item.asks == asks
        ]

    return {
        "noticed": [words.say(item) for item in table.noticed],
        "mistakes": found(False),
        "questions": found(True),
        "rows": [
            {
                "row": row.number, "indicator": row.indicator or about(row.item),
                "period": getattr(row.item, "period", "") or on_day(row.item), "change": row.change,
                "before": row.before, "after": getattr(row.item, "value", None), "declaration": row.declaration,
                "says": in_words(row.item, words),
            }
            for row in examined.rows[:FIRST_ROWS]
        ],
        "rows_left_out": max(0, len(examined.rows) - FIRST_ROWS),
        "counts": {change: examined.count(change) for change in ("new", "changed", "unchanged")},
        "statuses": list(seen.changes),
        "drawn": [asdict(item) for item in seen.drawn],
    }  # fmt: skip


def _tell(seen: Preview, table: Table, words: Translator, several: bool) -> None:
    for item in table.noticed:
        print(words.say(item), file=sys.stderr)
    _tell_findings(seen, words)
    for row in seen.examined.rows:
        what = f"{row.declaration}  {_in_short(row, words)}" if several else _in_short(row, words)
        print(in_line(f"{row.change:<10} {what}", LONGEST))
    for line in say_changes(words, seen.changes, several):
        print(line)


def _in_short(row: Row, words: Translator) -> str:
    """What a row says, in one line: a figure before and after, or the words of an entry."""
    if row.indicator:
        before = "–" if row.before is None else f"{row.before:g}"
        value = getattr(row.item, "value", None)
        return f"{row.indicator} {getattr(row.item, 'period', None) or ''}: {before} → {'–' if value is None else f'{value:g}'}"
    return f"{about(row.item)} {on_day(row.item)}: {in_words(row.item, words)}"


def _tell_findings(seen: Preview, words: Translator) -> None:
    for finding in seen.examined.findings:
        kind = words.t("question") if finding.asks else words.t("mistake")
        place = words.t("row {row}, {column}", row=finding.row, column=finding.column)
        print(f"{place} ({kind}): {words.say(finding.message)}", file=sys.stderr)


def _place(words: Translator, row: int, column: str) -> str:
    """Where in a table, with a colon; nothing where the whole of it is meant."""
    if not row:
        return ""
    return words.t("row {row}, column {column}", row=row, column=column) + ": " if column else words.t("row {row}", row=row) + ": "
