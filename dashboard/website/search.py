"""The search of the site: one small list of words per language, made with it, and a page that looks in it."""

import json

from dashboard.content import markup
from dashboard.content.page import Page
from etl.queries import indicator_rows, pledge_rows
from etl.queries.query import Row


def index(page: Page, pledges: list[Row], indicators: list[Row]) -> bytes:
    """What is found by which words, as a script: a page opened from a disk may load a script, but no data.

    Each entry: kind, id, title, what is shown below it, further words it is found by. Folding is done where it is searched.
    """
    entries = [["pledge", row["pledge"], row["title"], row["summary"], ""] for row in pledges]
    entries += [["indicator", row["indicator"], row["title"], row["unit_name"], row["data_owner"] or ""] for row in indicators]
    listed = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    return f"self.servandaIndex=[\n{listed}\n];\n".encode()


def content(page: Page, index: str) -> str:
    """The page of the search; `index` is the way to its words."""
    t = page.words.t
    note = markup.paragraph(t("The search needs scripts. Without them the register lists every pledge, with its indicators on its page."))
    return (
        markup.heading(1, t("Search"))
        + '<form class="st-filters" role="search" aria-labelledby="asked">'
        + f'<label><span id="asked">{markup.text(t("Word or number"))}</span><input type="search" name="q" id="q" autocomplete="off"></label></form>'
        + f'<p class="sv-p sv-small sv-soft" id="found" role="status" data-found="{markup.text(page.words.pair(t("Found"), "{n}"))}"></p>'
        + f'<ol class="st-results" id="results" data-index="{index}" data-pledge="{markup.text(t("Pledge"))}"'
        + f' data-indicator="{markup.text(t("Indicator"))}"></ol><noscript>{note}{page.link("pledges", t("to the register"))}</noscript>'
    )


def searched(page: Page) -> tuple[list[Row], list[Row]]:
    """Pledges and indicators that can be found."""
    found = [indicator_rows.indicator(page.asking, key) for key in indicator_rows.indicator_titles(page.asking)]
    return pledge_rows.pledges(page.asking), [row for row in found if row is not None]
