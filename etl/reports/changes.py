"""Every change of status with its cause: as objects for JSON, as lines to read. Used by the shell and the page."""

import json
from typing import Any, TextIO

from etl.i18n.labels import CHANGE_CAUSES, PUBLISHED_BASES
from etl.i18n.translator import Translator
from etl.reports.status_text import headline
from etl.text_validation import in_line

# Changes on days that are known for sure count.
COUNTED = ("stated", "recorded")


def write_json(changes: list[dict[str, Any]], out: TextIO) -> None:
    """The changes as a JSON list."""
    json.dump([{**change, "day": change["day"].isoformat()} for change in changes], out, ensure_ascii=False, indent=1)
    out.write("\n")


def write_table(changes: list[dict[str, Any]], words: Translator, out: TextIO) -> None:
    """The changes on stated days as lines to read, then how many others there are."""
    counted = [change for change in changes if change["basis"] in COUNTED]
    for change in counted:
        mark = words.t("reconstructed") if change["reconstructed"] else ""
        before = headline(words, change["status_before"], change["reason_before"])
        after = headline(words, change["status"], change["reason"])
        cause = words.t(CHANGE_CAUSES[change["cause"]])
        name = change["key"] if change["level"] == "pledge" else ""
        line = f"{change['day'].isoformat()}  {name:<4} {in_line(change['title'])}: {before} → {after} ({cause})"
        print(f"{line} [{mark}]" if mark else line, file=out)
    if len(counted) < len(changes):
        print(uncounted(words, len(changes) - len(counted)), file=out)


def uncounted(words: Translator, count: int) -> str:
    """What is said of changes whose day is not stated."""
    return words.nt(
        "{n} more change is not counted: it is dated by the day it was first seen or by inference, not by a stated publication.",
        "{n} more changes are not counted: they are dated by the day they were first seen or by inference, not by a stated publication.",
        count,
    )


def basis(words: Translator, change: dict[str, Any]) -> str:
    """How the day of a change is known, in words."""
    return words.t(PUBLISHED_BASES[change["basis"]])
