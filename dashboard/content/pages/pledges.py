"""Pledges: the register, its filters, and what was replaced."""

import re
import unicodedata
from collections.abc import Sequence

from dashboard.content import markup
from dashboard.content.filter_form import WORDS, form
from dashboard.content.filters import Filter
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import register as replaced_pledges
from dashboard.content.sections.pledges import pledge_table
from etl.i18n.labels import DOMAINS, FAMILIES, REASONS, STATUSES
from etl.queries import pledge_rows
from etl.queries.query import Row

# Kazakh letters by the Russian ones nearest to them, and ligatures: for keyboards that have none.
NEAREST = str.maketrans({"ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и", "œ": "oe", "æ": "ae"})


def content(page: Page) -> Blocks:
    """The whole page, its filters worked by a script."""
    register = pledge_rows.pledges(page.asking)
    choices = (Filter(WORDS, page.words.t("Search"), {}, lambda row: (searched(row),), 0), *filters(page, register))
    yield Block(introduction(page, register) + form(page, choices) + listed(page, register, choices) + replaced(page))


def introduction(page: Page, listed: list[Row]) -> str:
    """What the register holds; `listed` is all of it."""
    t = page.words.t
    accompanying = [row["pledge"] for row in listed if not row["in_declaration"]]
    text = (
        page.words.nt(
            "Every undertaking found in the Declaration, and {n} accompanying commitment ({listed}), which does not stand in it.",
            "Every undertaking found in the Declaration, and {n} accompanying commitments ({listed}), which do not stand in it.",
            len(accompanying),
            listed="–".join(dict.fromkeys((min(accompanying), max(accompanying)))),
        )
        if accompanying
        else t("Every undertaking found in the Declaration.")
    )
    return markup.heading(1, t("Pledges")) + markup.paragraph(text, "sv-soft")


def filters(page: Page, listed: list[Row]) -> tuple[Filter, ...]:
    """What the register can be filtered by."""
    t = page.words.t
    texts = {"declaration": t("In the Declaration"), "accompanying": t("Accompanying commitments")}
    return (
        Filter(
            "domain", t("Domain"), {key: t(DOMAINS[key]) for key in pledge_rows.ordered_domains(listed)}, lambda row: (row["domain"],), 210
        ),
        Filter("family", t("Family"), {key: t(name) for key, name in FAMILIES.items()}, lambda row: (row["family"],), 170),
        Filter("status", t("Status"), {key: t(name) for key, name in STATUSES.items()}, lambda row: (row["status"],), 190),
        Filter("reason", t("Reason"), {key: t(name) for key, name in REASONS.items()}, lambda row: (row["reason"] or "",), 220),
        *(
            [Filter("text", t("Text"), texts, lambda row: ("declaration" if row["in_declaration"] else "accompanying",), 220)]
            if any(not row["in_declaration"] for row in listed)
            else []
        ),
    )


def searched(row: Row) -> str:
    """The words a pledge is found by: its number, title and summary, and the titles of its indicators."""
    return f"{row['pledge']} {row['title']} {row['summary']} {row['indicator_titles']}"


def words_of(search: str) -> tuple[str, ...]:
    """The words that are looked for, folded."""
    return tuple(re.findall(r"\w+", _folded(search)))


def _folded(text: str) -> str:
    """The text as it is searched, as on the site (`site.js`): without case and marks, with the nearest letters."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(NEAREST)


def holding(rows: list[Row], wanted: Sequence[str]) -> list[Row]:
    """The pledges that hold every wanted word (of `words_of`), or its beginning or middle."""
    texts = map(_folded, map(searched, rows))
    return [row for row, text in zip(rows, texts, strict=True) if all(word in text for word in wanted)]


def listed(page: Page, shown: list[Row], filters: Sequence[Filter] = ()) -> str:
    """The register, or the part of it that is shown; `filters` where a script filters it."""
    t, nt = page.words.t, page.words.nt
    return markup.paragraph(nt("{n} pledge", "{n} pledges", len(shown)), "sv-small sv-soft sv-count") + (
        pledge_table(page, shown, filters) if shown else markup.paragraph(t("No pledge fits. Clear the search or choose All."))
    )


def replaced(page: Page) -> str:
    """The pledges that no longer count, folded."""
    found = pledge_rows.replaced_pledges(page.asking)
    if not found:
        return ""
    text = page.words.nt("{n} pledge was replaced and no longer counts", "{n} pledges were replaced and no longer count", len(found))
    return markup.folded(text, replaced_pledges.replaced_table(page, found))
