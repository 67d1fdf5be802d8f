"""What each pledge rests on, as a Markdown table: its lead, whether that answers it and why, whether it lies between the parties."""

import duckdb

from etl.i18n.labels import ANSWERS
from etl.i18n.translator import translator
from etl.queries import declaration_rows, pledge_rows
from etl.reports.status_text import headline

HEAD = """# What each status rests on

Made by `python -m etl truth -o docs/truth.md` from the shipped record as of the newest day in it; a test holds it. A lead that does not answer its pledge
gives it no measured status. Milestone and declaratory pledges are judged from dated acts by their rubric, whatever their lead is.
"""


def truth(connection: duckdb.DuckDBPyConnection) -> str:
    """The tables of all declarations, pledge by pledge, in English."""
    texts = translator("en")
    parts = [HEAD]
    for declaration, title in declaration_rows.full_titles(connection, "en").items():
        listed = pledge_rows.leads(connection, "en", declaration)
        parts.append(
            f"\n## {title}\n\n| pledge | family | status | lead | answers it | why | between the parties |\n|---|---|---|---|---|---|---|\n"
        )
        for row in listed:
            bilateral = "no figures yet" if not row["observations"] else "yes" if row["bilateral"] else "no"
            cells = (
                f"{row['pledge']} {row['title']}", row["family"], headline(texts, row["status"], row["reason"]), row["lead"] or "none",
                texts.t(ANSWERS[row["answers"]]) if row["answers"] else "", row["why"] or "", bilateral if row["lead"] else "",
            )  # fmt: skip
            parts.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n")
    return "".join(parts)
