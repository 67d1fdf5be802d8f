"""The commands."""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from etl import audit_log
from etl.atomic_files import drafted, write_whole
from etl.commands.console import command_arguments, tell
from etl.errors import InputError, OutsideError, in_words, is_full
from etl.i18n.languages import LANGUAGES
from etl.queries.query import ask_as_of
from etl.record.kinds import KINDS
from etl.rules import RULES, SERIES_RULES
from etl.settings import settings
from etl.text_validation import LONGEST, in_line
from etl.unfinished import plan_file

if TYPE_CHECKING:
    import duckdb

    from etl.i18n.translator import Translator
    from etl.submissions.models import Submission

# Each command imports what it needs when it runs: assessing a big table does not wait for the libraries of a build.
DONE, BAD_INPUT, BAD_CALL, OUTSIDE_FAILED = 0, 1, 2, 3
Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 done, 1 the input is wrong, 2 the call is wrong (argparse), 3 the outside failed."""
    try:
        options = _parser().parse_args(command_arguments(arguments))
        command: Command = options.run
        audit_log.open_log()
        _settle(options)
        return command(options)
    except InputError as error:
        tell(error)
        return BAD_INPUT
    except OutsideError as error:
        tell(error)
        return OUTSIDE_FAILED
    except BrokenPipeError:
        # Whoever read the output has read enough; nothing more is to be written, not even at the end of the program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        tell(in_words(error))
        return OUTSIDE_FAILED if is_full(error) else BAD_INPUT


def _check(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.submissions.checked_record import check

    loaded = check(options.data, _accepted(options))
    for problem in loaded.problems:
        print(problem)
    if loaded.problems:
        print(translator(options.lang).nt("{n} problem.", "{n} problems.", len(loaded.problems)), file=sys.stderr)
        return BAD_INPUT
    print(translator(options.lang).t("The record is in order."), file=sys.stderr)
    return DONE


def _build(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.warehouse import builds
    from etl.warehouse.rebuild import rebuild

    started = time.monotonic()
    say = translator(options.lang).t
    built = rebuild(
        options.data,
        options.ledger,
        options.warehouse,
        options.today,
        options.as_of,
        lambda step: print(f"  {step}", file=sys.stderr),
        options.new_ledger,
    )
    with builds.open_build(built) as connection:
        counts = connection.execute(
            """
            select
                (select count(*) from pledges), (select count(*) from indicators), (select count(*) from observations),
                (select count(*) from events), (select count(*) from indicator_statuses where status <> 'not_assessable'),
                (select max(as_of) from declarations)
            """
        ).fetchone()
    assert counts is not None
    print(
        say(
            "Built {id} in {seconds} s: {pledges} pledges, {indicators} indicators ({assessed} assessed), {observations} observations, {events} events, as of {day}.",
            id=built.id,
            seconds=translator(options.lang).number(time.monotonic() - started, 1),
            pledges=counts[0],
            indicators=counts[1],
            observations=counts[2],
            events=counts[3],
            assessed=counts[4],
            day=counts[5].isoformat(),
        ),
        file=sys.stderr,
    )
    return DONE


def _status(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.reports import status

    if options.summary and options.format == "csv":
        print("--summary is a few sentences and counts; ask for --format json or table", file=sys.stderr)
        return BAD_CALL
    texts = translator(options.lang)
    with _opened(options) as (connection, build_id):
        known = {name for (name,) in connection.execute("select declaration from declarations").fetchall()}
        if options.declaration and options.declaration not in known:
            tell(f'there is no declaration "{options.declaration}" in this build; leave --declaration out to see all')
            return BAD_INPUT
        with _output(options.output) as out:
            if options.format == "json" and options.summary:
                status.write_json(status.summaries(connection, texts, options.declaration), out)
                return DONE
            if options.format == "table":
                _tell_past(connection, texts, out)
                status.write_answers(connection, texts, out, options.declaration)
            if options.summary:
                return DONE
            statuses = status.pledge_statuses(connection, build_id, options.lang, options.declaration)
            if options.format == "json":
                status.write_json(statuses, out)
            elif options.format == "csv":
                status.write_csv(statuses, out)
            else:
                status.write_table(statuses, texts, out)
    return DONE


def _truth(options: argparse.Namespace) -> int:
    from etl.reports.truth import truth

    with _opened(options) as (connection, _), _output(options.output) as out:
        out.write(truth(connection))
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.queries import pledge_rows
    from etl.reports import explain_pledge

    with _opened(options) as (connection, _):
        declaration, pledge = pledge_rows.find_pledge(connection, options.pledge)
        _tell_past(connection, translator(options.lang), sys.stdout)
        for line in explain_pledge.explain_pledge(connection, translator(options.lang), declaration, pledge):
            print(in_line(line, LONGEST))
    return DONE


def _changes(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.queries import change_rows
    from etl.reports import changes

    with _opened(options) as (connection, _):
        if options.format == "table":
            _tell_past(connection, translator(options.lang), sys.stdout)
        found = change_rows.status_changes(connection, options.lang, options.since, options.declaration)
    if options.format == "json":
        changes.write_json(found, sys.stdout)
    else:
        changes.write_table(found, translator(options.lang), sys.stdout)
    return DONE


def _assess(options: argparse.Namespace) -> int:
    from etl.assessment import assess_tables

    if options.rule not in SERIES_RULES:
        if options.codings is None:
            print(f"the rule {options.rule} reads codings; add --codings CODINGS.csv", file=sys.stderr)
            return BAD_CALL
        assess_tables.assess_codings(options.rule, options.codings, sys.stdout)
        return DONE
    if options.series is None or options.observations is None:
        print(f"the rule {options.rule} reads series; add --series SPECS.csv and --observations OBS.csv", file=sys.stderr)
        return BAD_CALL
    assess_tables.assess_files(options.rule, options.series, options.observations, sys.stdout, options.engine, options.master)
    return DONE


def _export(options: argparse.Namespace) -> int:
    from etl import export
    from etl.i18n.translator import translator

    say = translator(options.lang)
    with _opened(options) as (connection, build_id):
        tables = export.export(connection, build_id, options.folder, options.format, say, options.declaration)
    audit_log.note("exported", audit_log.account(), format=options.format, folder=str(options.folder), build=build_id)
    print(
        say.t(
            "Exported {tables} tables with {observations} observations to {folder}; README.md there says what is what.",
            tables=len(tables),
            observations=say.number(len(tables["observations"].rows)),
            folder=options.folder,
        ),
        file=sys.stderr,
    )
    return DONE


def _template(options: argparse.Namespace) -> int:
    from etl.i18n.translator import translator
    from etl.submissions import templates
    from etl.submissions.checked_record import check
    from etl.submissions.filing import require

    if options.indicator in KINDS and options.format == "csv":
        with _output(options.output) as out:
            out.write(templates.csv_header(options.indicator, bool(options.declaration)))
        return DONE
    record = check(options.data, _accepted(options)).record
    require(record, options.declaration)
    found = {
        folder.declaration.id: item
        for folder in record.declarations
        for item in folder.indicators
        if item.id == options.indicator and options.declaration in ("", folder.declaration.id)
    }
    if not found:
        tell(f'there is no indicator "{options.indicator}"; its name stands in the address of its page')
        return BAD_INPUT
    if len(found) > 1:
        tell(f'the indicator "{options.indicator}" stands in several declarations: {", ".join(found)}; say which with --declaration')
        return BAD_INPUT
    [(declaration, indicator)] = found.items()
    if options.format == "xlsx":
        if options.output is None:
            print("an XLSX form cannot be printed; name a file with -o FILE", file=sys.stderr)
            return BAD_CALL
        write_whole(options.output, templates.xlsx_form(record, declaration, indicator, translator(options.lang)))
        return DONE
    with _output(options.output) as out:
        out.write(templates.csv_form(record, declaration, indicator, translator(options.lang)))
    return DONE


def _fetch(options: argparse.Namespace) -> int:
    from etl.commands import fetch

    return fetch.run(options)


def _copies(options: argparse.Namespace) -> int:
    from etl.commands import archive_pages

    return archive_pages.run(options)


def _submit(options: argparse.Namespace) -> int:
    from etl.commands import submit

    return submit.run(options)


def _review(options: argparse.Namespace) -> int:
    from etl.commands import review

    return review.run(options)


def _history(options: argparse.Namespace) -> int:
    from etl.commands import review

    return review.history(options)


def _backup(options: argparse.Namespace) -> int:
    from etl.commands import backup

    return backup.run_backup(options)


def _restore(options: argparse.Namespace) -> int:
    from etl.commands import backup

    return backup.run_restore(options)


def _doctor(options: argparse.Namespace) -> int:
    from etl import doctor

    return doctor.run(options)


def _settle(options: argparse.Namespace) -> None:
    """A restore that was killed is finished or undone before anything is read."""
    if hasattr(options, "data") and plan_file(options.data).exists():
        from etl.commands import backup

        backup.settle_first(options)


def _accepted(options: argparse.Namespace) -> "list[Submission]":
    """What reviewers accepted; nothing where there is no ledger yet."""
    from etl.ledger.store import Ledger, there_is

    if not there_is(options.ledger):
        return []
    ledger = Ledger(options.ledger)
    try:
        return ledger.accepted()
    finally:
        ledger.close()


def _tell_past(connection: "duckdb.DuckDBPyConnection", texts: "Translator", out: TextIO) -> None:
    """Say above a day that is over that it is reconstructed."""
    from etl.reports.register import past_day_sentence

    if sentence := past_day_sentence(connection, texts):
        print(f"{sentence}\n", file=out)


@contextmanager
def _opened(options: argparse.Namespace) -> "Iterator[tuple[duckdb.DuckDBPyConnection, str]]":
    """The published build, as it was known on the day --as-of asks for, and its id."""
    import duckdb

    from etl.warehouse import builds

    published = builds.current(options.warehouse, "editors" if options.internal else "everybody")
    try:
        with builds.open_build(published) as connection:
            if options.internal:
                audit_log.note("internal shown", audit_log.account(), command=options.command, build=published.id)
            newest = ask_as_of(connection, options.as_of)
            if options.as_of is not None and options.as_of > newest:
                print(
                    f"this build was made for {newest}: that day is shown; a later one needs a later build: python -m etl build",
                    file=sys.stderr,
                )
            yield connection, published.id
    except duckdb.Error as error:
        builds.raise_if_damaged(published, error)
        raise


def _mended(command: Command) -> Command:
    """A command that reads a build: where the build is damaged, it is built anew from the record, that is said, and it runs again."""

    def run(options: argparse.Namespace) -> int:
        from etl.i18n.translator import translator
        from etl.warehouse import builds, rebuild

        try:
            return command(options)
        except builds.Damaged as damage:
            tell(damage)
            built = rebuild.rebuild(options.data, options.ledger, options.warehouse)
            print(translator(options.lang).t("The warehouse was built anew: {build}.", build=built.id), file=sys.stderr)
            return command(options)

    return run


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or the file named with -o."""
    if path is None:
        yield sys.stdout
        return
    if path.exists() and not path.is_file():
        # A pipe or a device: nothing can take its place.
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with drafted(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        yield file


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{in_line(text)}" is no day; write it as 2025-11-12') from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl", description="Servanda: from pledges and observations to an assessed warehouse.")
    backup = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, about: str, example: str) -> argparse.ArgumentParser:
        added = backup.add_parser(
            name,
            help=about,
            description=about,
            epilog=f"example: python -m etl {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run, command=name)
        added.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the texts")
        return added

    usual = settings()

    def with_data(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--ledger", default=usual.ledger, metavar="URL", help="submissions and decisions (environment: SERVANDA_LEDGER)")
        added.add_argument("--data", type=Path, default=usual.data, metavar="DIR", help="the record (environment: SERVANDA_DATA)")
        return added

    def with_builds(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument(
            "--warehouse", type=Path, default=usual.warehouse, metavar="DIR", help="the builds (environment: SERVANDA_WAREHOUSE)"
        )
        return with_data(added)

    def with_warehouse(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="show what was known on that day")
        return with_builds(added)

    def reading(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("--internal", action="store_true", help="with internal items; without it what anybody may see")
        return with_warehouse(added)

    def with_snapshots(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument(
            "--snapshots", type=Path, default=usual.snapshots, metavar="DIR", help="what is kept (environment: SERVANDA_SNAPSHOTS)"
        )
        return added

    def of_declaration(added: argparse.ArgumentParser, about: str) -> None:
        added.add_argument("--declaration", default="", metavar="ID", help=about)

    with_data(command("check", _check, "Validate the record: one line per problem.", "check --data data"))
    added = with_warehouse(command("build", _build, "Check the record and publish a new warehouse.", "build"))
    added.add_argument(
        "--today",
        type=_day,
        default=None,
        metavar="DATE",
        help="the day to count lapse, staleness and what is due to (default: today, UTC)",
    )
    added.add_argument("--new-ledger", action="store_true", help="go on without the ledger that the builds before were made with")
    added = reading(command("status", _mended(_status), "The status of every pledge.", "status --format json"))
    added.add_argument("--declaration", metavar="ID", help="only this declaration")
    added.add_argument("--format", choices=("table", "json", "csv"), default="table")
    added.add_argument("--summary", action="store_true", help="only the first answer and its counts, once per declaration")
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    added = reading(
        command("truth", _mended(_truth), "What each status rests on: leads, and whether they answer.", "truth -o docs/truth.md")
    )
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    added = reading(command("explain", _mended(_explain), "Why a pledge has its status.", "explain D25"))
    added.add_argument("pledge", metavar="PLEDGE", help="a pledge, such as D25 or kz-ru-2025/D25")
    added = with_data(
        command(
            "template",
            _template,
            "An empty form for an indicator's figures, or as CSV for events, codings, targets and the like.",
            "template trade-turnover --format xlsx -o form.xlsx",
        )
    )
    added.add_argument("indicator", metavar="INDICATOR", help="an indicator, such as trade-turnover; or a kind of rows, such as events")
    of_declaration(added, "the declaration the form is for, where its indicator stands in several; of rows: with a column for it")
    added.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    added.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    added = with_data(
        command("fetch", _fetch, "Ask publishers for new and revised figures; they wait for a review.", "fetch wdi --since 2020")
    )
    added.add_argument("sources", nargs="*", metavar="SOURCE", help="sources of sources.yaml that say how to fetch them (none: all)")
    added.add_argument("--since", metavar="PERIOD", help="only periods that end then or later, such as 2020")
    of_declaration(added, "only the indicators of this declaration")
    with_snapshots(added)
    added = with_snapshots(
        with_data(
            command(
                "copies", _copies, "Keep copies of the pages that submissions cite, where their terms allow it.", "copies S261124-3f2a91"
            )
        )
    )
    added.add_argument(
        "submission", nargs="?", metavar="SUBMISSION", help="only this submission, its pages asked for anew (none: pages not asked for yet)"
    )
    added = with_builds(
        command(
            "submit", _submit, "Propose the rows of a file; nothing changes before somebody accepts them.",
            "submit form.xlsx --author Aliya --source https://stat.gov.kz/ --note 'figures of October' --dry-run",
        )
    )  # fmt: skip
    added.add_argument("file", type=Path, metavar="FILE", help="a CSV or XLSX file, such as a filled form")
    added.add_argument("--kind", choices=list(KINDS), default="observations")
    added.add_argument("--author", required=True, metavar="NAME", help="who proposes it")
    of_declaration(
        added, "the declaration of rows that do not name theirs in a column “declaration”; needed where their ids stand in several"
    )
    added.add_argument("--source", required=True, metavar="URL", help="where the rows come from")
    added.add_argument("--note", required=True, metavar="TEXT", help="why")
    added.add_argument("--dry-run", action="store_true", help="only show what would change")
    added.add_argument("--yes", action="store_true", help="the questions about the rows have been looked at")
    added.add_argument("--quiet", action="store_true", help="do not show what would change: it was looked at before")
    added.add_argument("--format", choices=("table", "json"), default="table")
    added = with_builds(command("review", _review, "See and decide what was submitted.", "review accept S261124-3f2a91 --by Boris"))
    added.add_argument("action", choices=("list", "show", "accept", "reject", "revert", "comment"))
    of_declaration(added, "list: only submissions of this declaration; else: refuse a submission of another one")
    added.add_argument("submission", nargs="?", metavar="ID")
    added.add_argument("--by", metavar="NAME", help="who decides")
    added.add_argument("--why", default="", metavar="TEXT", help="the reason")
    added.add_argument("--seen", type=int, metavar="N", help="the version you decide on; refused where it has changed since")
    added = with_data(command("history", _history, "Every change: who, when, why, before, after.", "history --indicator trade-turnover"))
    added.add_argument("--indicator", metavar="ID", help="only this indicator")
    added.add_argument("--pledge", metavar="ID", help="only the indicators of this pledge")
    added = reading(command("changes", _mended(_changes), "Every change of status with its cause.", "changes --since 2026-01-01"))
    added.add_argument("--since", type=_day, default=None, metavar="DATE", help="changes after that day (else: after the signature)")
    added.add_argument("--declaration", metavar="ID", help="only this declaration")
    added.add_argument("--format", choices=("table", "json"), default="table")
    added = with_warehouse(
        command(
            "export",
            _mended(_export),
            "Write the data package: what anybody may see, without internal items.",
            "export out --format datapackage",
        )
    )
    added.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder, or an earlier export to replace")
    added.add_argument("--format", choices=("datapackage", "sdmx-csv", "parquet", "json"), default="datapackage")
    added.add_argument("--declaration", metavar="ID", help="only this declaration")
    added.set_defaults(internal=False)
    added = with_snapshots(
        with_data(
            command(
                "backup", _backup, "Put record, ledger, snapshots and presets into one file, while everything runs.", "backup servanda.zip"
            )
        )
    )
    added.add_argument("file", type=Path, metavar="FILE", help="the archive to write, or an earlier one to replace")
    added = with_snapshots(
        with_builds(
            command(
                "restore",
                _restore,
                "Put a backup in the place of what is there, all or nothing; what is there is backed up first.",
                "restore servanda.zip --dry-run",
            )
        )
    )
    added.add_argument("file", type=Path, metavar="FILE", help="an archive made by backup")
    added.add_argument("--dry-run", action="store_true", help="only check it and say what it holds")
    added = with_snapshots(
        with_builds(command("doctor", _doctor, "What is wrong with this installation, one line each with what to do.", "doctor"))
    )
    added.add_argument("--format", choices=("table", "json"), default="table")
    added = command(
        "assess", _assess, "Assess any table of series by a rule; CSV to standard output.",
        "assess --rule destatis --series SPECS.csv --observations OBS.csv",
    )  # fmt: skip
    added.add_argument("--rule", choices=list(RULES), required=True)
    added.add_argument("--series", type=Path, metavar="SPECS.csv", help="one row per series: its direction, target and bounds")
    added.add_argument("--observations", type=Path, metavar="OBS.csv", help="series, period, value; CSV or Parquet")
    added.add_argument("--codings", type=Path, metavar="CODINGS.csv", help="commitment, member, score (for rules over codings)")
    added.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb", help="where the rule runs")
    added.add_argument("--master", default="local[*]", metavar="URL", help="the Spark to run on, with --engine spark")
    return parser


if __name__ == "__main__":
    # A command holds one record until it ends: looking for garbage in it would double the time of a large submission.
    gc.disable()
    code = main()
    # Nor at the end.
    gc.freeze()
    sys.exit(code)
