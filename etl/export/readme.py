"""README.md and LICENCES.md of an export: what is what, and under which terms it may be used."""

import re
from collections.abc import Iterable, Mapping

from etl.export.metadata import About
from etl.export.tables import Cell, Table, read_sources
from etl.i18n.labels import TERMS
from etl.messages import N_

README, LICENCES = "README.md", "LICENCES.md"
EMPTY = N_("An empty cell, or null, is a value that is not known; it is never zero. In SDMX-CSV such a value is NaN.")
ESCAPED = N_(
    "In CSV files a text that a spreadsheet would take for a formula is written with one apostrophe more at its beginning; take the first one away to read it. Numbers are written as they are."
)
VINTAGES = N_("known_from and known_to say from when until when a value was the newest known; where known_to is empty it still is.")
SERIES_CODES = N_("In SDMX codes “@” stands for “:” of an id, and “$” with a number for another sign that a code may not hold.")
STATUSES = N_("Statuses describe data and dated acts, not intentions.")
OWN_TERMS = N_("The licence of Servanda's code does not cover these data: the terms of each publisher hold.")
PASSED_ON = N_(
    "Values are passed on only from sources whose terms were verified and do not forbid it, and as single facts, for which no licence is needed (may_be_passed_on); a series computed from others is passed on only where all of them are. Of every other series its description, its periods and the statuses that rest on it are here, without the values and the notes beside them; the publisher has them at the address given."
)


def readme(about: About, tables: Mapping[str, Table], listed: Iterable[tuple[str, str]], sdmx: bool) -> bytes:
    """What the export is of and how to read it; `listed` names each file with what it holds."""
    t, day = about.words.t, about.words.day(about.as_of)
    withheld = sum(1 for flag in tables["observations"].values("value_withheld") if flag)
    how = [EMPTY, ESCAPED, *([SERIES_CODES] if sdmx else [VINTAGES, STATUSES])]
    lines = [
        f"# {_cell(about.title)}", "", about.description, "",
        t("Build {build}. The names of files and columns, and what they mean, are in English.", build=about.build), "",
        f"## {t('Files')}", "", f"| {t('File')} | {t('What it holds')} |", "|---|---|",
        *(f"| {_cell(path)} | {_cell(holds)} |" for path, holds in listed), "",
        f"## {t('How to read them')}", "", *(f"- {t(text)}" for text in how), "",
        f"## {t('Terms')}", "", f"{t(OWN_TERMS)} {t('They are listed in {file}.', file=LICENCES)}", "", t(PASSED_ON), "",
        about.words.nt("{n} value is not passed on.", "{n} values are not passed on.", withheld), "",
        f"## {t('How to cite')}", "", t("{publisher}, {title}, as known on {day}, build {build}.", publisher=about.publisher, title=_cell(about.title), day=day, build=about.build), "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


def licences(about: About, tables: Mapping[str, Table]) -> bytes:
    """The terms of every source something in the export names."""
    t = about.words.t
    lines = [
        f"# {t('Terms of the publishers')}", "", t(OWN_TERMS), "", t(PASSED_ON), "",
        f"| {t('Source')} | {t('Publisher')} | {t('Terms of re-use')} | {t('State of the terms')} | {t('Values in exports')} | {t('Link')} |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in read_sources(dict(tables)):
        passed = t("yes") if row["may_be_passed_on"] else t("no")
        cells = (row["source"], row["publisher"], row["licence"], _state(about, row), passed, row["url"])
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return ("\n".join(lines) + "\n").encode()


def _state(about: About, row: Mapping[str, Cell]) -> str:
    """What is known of the terms of a source, with the page that states them."""
    state = about.words.t(TERMS[str(row["terms"])])
    return f"{state} {row['terms_url']}" if row["terms_url"] else state


def _cell(text: Cell) -> str:
    """A text of the record inside Markdown: on one line, without becoming markup. Spaces that do not break stay."""
    line = re.sub(r"[^\S\u00a0\u202f]+", " ", "" if text is None else str(text)).strip()
    return re.sub(r"([\\|<>*_`\[\]!&#])", r"\\\1", line)
