"""Do the figures of a briefing still hold: what it froze against what the warehouse says now."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from dashboard.briefing.document import Figure
from dashboard.briefing.figures import figures
from dashboard.briefing.freeze import Frozen, NoBriefing, maker, thaw
from dashboard.briefing.make import of_format, render
from dashboard.briefing.options import BadChoice
from etl.i18n.labels import INDICATOR_REASONS, OUTCOMES, REASONS, REPORTED
from etl.i18n.translator import Translator
from etl.queries import declaration_rows
from etl.queries.query import Asking, ask_as_of
from etl.reports.status_text import headline
from etl.text_validation import in_line
from etl.warehouse import builds

# Beyond this a value reads alike and is not counted as another.
DECIMALS = 6
# The longest briefing of the shipped record has 1 MB.
LARGEST = 50_000_000


@dataclass(frozen=True)
class Verdict:
    """What came of it: whether everything holds, and the lines that say what does not."""

    holds: bool
    lines: tuple[str, ...]


def verify(path: Path, folder: Path, words: Translator) -> Verdict:
    """Hold a briefing file against the published build of a folder.

    Raises NoBriefing where the file is none, NoWarehouse, OSError where it cannot be read.
    """
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoBriefing(f"{in_line(path.name)}: it has more than {LARGEST // 1_000_000} MB and is none; give the file as it was made")
    form = _kind(content, path.name)
    try:
        frozen = thaw(of_format(form).read_payload(content), path.name)
    except ValueError as error:
        raise NoBriefing(f"{path.name}: it holds no briefing of Servanda; give the file as it was made") from error
    published = builds.current(folder)
    t, nt = words.t, words.nt
    with builds.open_build(published) as connection:
        newest = ask_as_of(connection, None)
        now = _read(connection, frozen, words, None)
        then = _read(connection, frozen, words, frozen.as_of) if frozen.as_of <= newest else {}
    lines = [published.notice] if published.notice else []
    lines += [
        t(
            "Made from build {build}, as of {day}; the warehouse holds build {now}, as of {newest}.",
            build=frozen.build, day=words.day(frozen.as_of), now=published.id, newest=words.day(newest),
        )
    ]  # fmt: skip
    differing = [figure for figure in frozen.figures if not _same(figure, now.get((figure.kind, figure.key)))]
    if differing:
        lines.append(nt("{n} figure does not hold any more:", "{n} figures do not hold any more:", len(differing)))
    for figure in differing:
        current = now.get((figure.kind, figure.key))
        # In the language of the one who asks, where the figure is still there.
        name = t(current.name) if current is not None and figure.kind == "count" else current.name if current is not None else figure.name
        text = f"  {words.pair(name, f'{_told(figure, words)} → {_told(current, words)}')}"
        same_day = then.get((figure.kind, figure.key))
        if frozen.as_of < newest and same_day is not None and not _same(figure, same_day):
            text += f" [{t('also for its own day')}]"
        lines.append(text)
    if not differing:
        lines.append(nt("{n} figure holds.", "All {n} figures hold.", len(frozen.figures)))
    untouched = _untouched(content, form, frozen, folder)
    if untouched is None:
        lines.append(t("Its text was not compared: its build or the program that made it is not at hand any more."))
    else:
        lines.append(
            t("The file is byte for byte what its build gives.")
            if untouched
            else t("The file is not what its build gives: it was changed after it was made.")
        )
    return Verdict(not differing and untouched is not False, tuple(lines))


def _kind(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith(b"PK"):
        return "pptx"
    if content[:200].lstrip().lower().startswith(b"<!doctype html"):
        return "html"
    raise NoBriefing(f"{name}: it is neither PPTX, PDF nor HTML; give a briefing that Servanda made")


def _read(connection: duckdb.DuckDBPyConnection, frozen: Frozen, words: Translator, day: date | None) -> dict[tuple[str, str], Figure]:
    """The same figures as the build gives them on a day, by kind and key; empty where the declaration is gone."""
    cursor = connection.cursor()
    ask_as_of(cursor, day)
    if frozen.choice.declaration not in declaration_rows.declarations(cursor):
        return {}
    ask = Asking(cursor, words.language, frozen.choice.declaration)
    ask = replace(ask, names=declaration_rows.proper_names(ask))
    keys: dict[str, list[str]] = {}
    for figure in frozen.figures:
        keys.setdefault(figure.kind, []).append(figure.key.partition(" ")[0])
    found = figures(ask, keys.get("pledge", []), keys.get("indicator", []), keys.get("observation", []))
    return {(figure.kind, figure.key): figure for figure in found}


def _same(before: Figure, now: Figure | None) -> bool:
    if now is None or (before.reading, before.reason, before.period) != (now.reading, now.reason, now.period):
        return False
    if before.value is None or now.value is None:
        return before.value == now.value
    return round(before.value, DECIMALS) == round(now.value, DECIMALS)


def _told(figure: Figure | None, words: Translator) -> str:
    """A figure in words: a status, or a value with unit and period."""
    if figure is None:
        return words.t("not in the build any more")
    _, _, what = figure.key.partition(" ") if figure.kind == "pledge" else ("", "", "")
    if what == "outcome":
        return words.pair(words.t("Outcome, credited to nobody"), words.t(OUTCOMES[figure.reading]))
    if what.startswith("reported "):
        text = words.pair(words.t("Reported"), words.t(REPORTED[figure.reading]))
        return f"{text} ({words.day(date.fromisoformat(figure.period))})" if figure.period else text
    if figure.reading:
        reasons = REASONS if figure.kind == "pledge" else INDICATOR_REASONS
        text = headline(words, figure.reading, figure.reason or None, reasons)
        return words.pair(words.t("Since signature"), text) if figure.key.endswith(" since") else text
    text = f"{words.number(figure.value, DECIMALS)} {figure.unit}".strip()
    return f"{text} ({words.period(figure.period)})" if figure.period else text


def _untouched(content: bytes, form: str, frozen: Frozen, folder: Path) -> bool | None:
    """Whether its build gives just these bytes; None where build or program are not the ones it was made with.

    A build of the same content for a later day answers as of the day the briefing was made for, and takes its place.
    """
    same = builds.same_content(folder, frozen.build)
    if frozen.maker != maker() or same is None:
        return None
    try:
        return render(builds.Build(frozen.build, same.path), frozen.choice, form) == content
    except BadChoice:
        return False
