"""Commands of the ETL run for a page, each in a process of its own: a bad file or a long build never harms the server."""

import csv
import io
import logging
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.access import visitor as who
from dashboard.jobs import safe_messages
from dashboard.jobs.command_quota import turn
from etl import audit_log
from etl.i18n.translator import translator
from etl.ledger.store import Ledger, there_is
from etl.settings import settings
from etl.text_validation import unfit

# Who does it is said here and nowhere else: it is the last word, whatever a page passed on.
SAYS_WHO = {"submit": "--author", "review": "--by"}
LONGEST_S = 60
LONGEST_BRIEFING_S = 180
log = logging.getLogger("servanda")
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Ran:
    """How a command ended: its output, its messages."""

    good: bool
    out: str
    messages: tuple[str, ...]


def run(*arguments: str, lang: str, longest_s: int = LONGEST_S) -> Ran:
    """Run `python -m etl ...` with the settings of this dashboard, for `longest_s` seconds at most.

    What needs a name is done as the visitor, with their rights. What cannot be meant as a text is not even passed on.
    """
    if why := next(filter(None, map(unfit, arguments)), None):
        return Ran(False, "", (translator(lang).say(why),))
    command, environment = [sys.executable, "-m", "etl", *arguments, "--lang", lang], None
    if arguments[0] in SAYS_WHO:
        visitor = who.visitor()
        command.append(f"{SAYS_WHO[arguments[0]]}={visitor.name}")
        environment = visitor.environment()
    return _ran(command, longest_s, environment)


def run_on_file(name: str, content: bytes, *arguments: str, lang: str) -> Ran:
    """Run `python -m etl submit FILE ...` on what a reader uploaded; of its name only a known ending is kept."""
    suffix = next((ending for ending in ENDINGS if name.lower().endswith(ending)), ".csv")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{suffix}"
        path.write_bytes(content)
        return run("submit", str(path), *arguments, lang=lang)


def log_search(search: dict[str, str], source: str, declaration: str, lang: str) -> Ran:
    """Submit one search (column of `searches.csv` to text): as a table, like whatever else somebody proposes."""
    details = (f"--declaration={declaration}", f"--source={source}", f"--note={search['result']}")
    return run_on_file("search.csv", as_csv([search]), "--kind=searches", *details, "--yes", "--quiet", lang=lang)


def as_csv(listed: Sequence[Mapping[str, str]], columns: Sequence[str] = ()) -> bytes:
    """Rows as the CSV that a reader would have sent in, in these columns, else in all that occur."""
    table = io.StringIO()
    writer = csv.DictWriter(table, columns or list(dict.fromkeys(name for row in listed for name in row)), restval="")
    writer.writeheader()
    writer.writerows(listed)
    return table.getvalue().encode()


def form(indicator: str, kind: str, declaration: str, lang: str) -> bytes:
    """An empty form for an indicator, as CSV or XLSX, or for a kind of rows, as CSV; `declaration` where there are several."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form.{kind}"
        run("template", indicator, f"--declaration={declaration}", "--format", kind, "-o", str(path), lang=lang)
        return path.read_bytes() if path.exists() else b""


def briefing(choice: str, kind: str) -> tuple[bytes, tuple[str, ...]]:
    """The file of a briefing (its choice as JSON) in a format, and what was said where there is none."""
    audit_log.note("briefing asked for", who.visitor().name, format=kind)
    with tempfile.TemporaryDirectory() as folder:
        chosen, path = Path(folder) / "choice.json", Path(folder) / f"briefing.{kind}"
        chosen.write_text(choice, encoding="utf-8")
        command = [sys.executable, "-m", "dashboard", "briefing", "--preset", str(chosen), "--format", kind, "-o", str(path)]
        done = _ran(command, LONGEST_BRIEFING_S)
        return (path.read_bytes(), ()) if done.good else (b"", done.messages)


def snapshots() -> Path:
    """The folder of kept answers and cited pages."""
    return settings().snapshots


def ledger() -> Ledger | None:
    """The ledger, or None where nothing was ever submitted."""
    url = settings().ledger
    return _opened(url) if there_is(url) else None


@st.cache_resource(max_entries=1, show_spinner=False)
def _opened(url: str) -> Ledger:
    return Ledger(url)


def _ran(command: list[str], longest_s: int, environment: dict[str, str] | None = None) -> Ran:
    t = translator(st.session_state.get("lang", "en")).t
    with turn(command[3]) as refused:
        if refused:
            return Ran(False, "", (t(refused),))
        try:
            done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=longest_s)
        except subprocess.TimeoutExpired:
            log.warning("%s took longer than %s s and was stopped", command[3], longest_s)
            return Ran(False, "", (t(safe_messages.FAILED),))
    lines = done.stderr.decode(errors="replace").splitlines()
    messages = safe_messages.shown(lines, done.returncode)
    if done.returncode and not messages and lines:
        log.error("%s failed:\n%s", command[3], "\n".join(lines))
        messages = (t(safe_messages.FAILED),)
    return Ran(done.returncode == 0, done.stdout.decode(errors="replace"), messages)
