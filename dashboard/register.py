"""Parts of pages that tell of the register itself: what replaced a pledge, what parties say, what was corrected."""

from dashboard import parts
from dashboard.page import Page
from etl.i18n.labels import NOTICED_BY, SUBMISSION_KINDS
from etl.queries.query import Row
from etl.reports.register import LAST_STATUS, OWN_WORDS, PARTIES_SAY, comment_line, told_succession


def party_comments(page: Page, listed: list[Row]) -> str:
    """What the parties say of a pledge: their own words with day, speaker and source; beside a translation the original."""
    t = page.words.t
    said = "".join(
        parts.own_words(
            item["said"],
            page.lang,
            f"{parts.text(comment_line(page.words, item))} · {parts.outside(item['url'], item['publisher'])}",
            (page.words.pair(t("Original"), "").strip(), item["original"], item["language"]) if item["language"] != page.lang else None,
        )
        for item in listed
    )
    return parts.heading(2, t(PARTIES_SAY)) + (
        parts.paragraph(t(OWN_WORDS), "sv-small sv-soft") + said
        if listed
        else parts.paragraph(
            t("No party has commented on it. Each may: its own words then stand here with their day, and change no status."), "sv-soft"
        )
    )


def succession(page: Page, listed: list[Row]) -> str:
    """What replaced a pledge, or what it replaces, with links to the other side."""
    t = page.words.t
    if not listed:
        return ""
    steps = []
    for item in listed:
        other = "later" if item["is_replaced"] else "earlier"
        link = page.link("pledge", t("open {key}", key=item[other]), id=item[other])
        steps.append(parts.text(told_succession(page.words, item)) + " " + link)
    replaced = any(item["is_replaced"] for item in listed)
    return parts.block(
        parts.bullets(steps) + (parts.paragraph(t(LAST_STATUS), "sv-small") if replaced else ""),
        "sv-succession sv-then" if replaced else "sv-succession sv-panel",
    )


def replaced_table(page: Page, listed: list[Row]) -> str:
    """Pledges that no longer count: since when, and what counts in their place."""
    t = page.words.t
    return parts.table(
        [t("No."), t("Pledge"), t("Replaced on"), t("Replaced by")],
        [
            [
                f'<span class="sv-id">{parts.text(row["pledge"])}</span>',
                page.link("pledge", row["title"], id=row["pledge"]),
                parts.text(page.words.day(row["replaced_on"])),
                " ".join(page.link("pledge", key, id=key) for key in row["successors"]),
            ]
            for row in listed
        ],
        "sv-register",
    )


def correction_table(page: Page, listed: list[Row]) -> str:
    """Mistakes of our own that were corrected: when, concerning what, what was wrong, what is right now."""
    t = page.words.t
    return parts.table(
        [t("Day"), t("Concerns"), t("What was wrong"), t("What is right now"), t("Noticed by")],
        [
            [
                parts.text(page.words.day(row["date"])) + f'<br><span class="sv-meta">{parts.text(row["correction"])}</span>',
                "<br>".join(_concerned(page, item) for item in row["concerns"]),
                parts.text(row["wrong"]),
                parts.text(row["right"]),
                parts.text(t(NOTICED_BY[row["noticed_by"]])),
            ]
            for row in listed
        ],
        "sv-corrections",
    )


def reversal_table(page: Page, listed: list[Row]) -> str:
    """Submissions that had been accepted and were undone: when, of which kind, why. Nobody is named."""
    t = page.words.t
    return parts.table(
        [t("Day"), t("Kind of data"), t("Why"), t("Submission")],
        [
            [
                parts.text(page.words.day(row["date"])),
                parts.text(t(SUBMISSION_KINDS[row["kind"]])),
                f'<span lang="">{parts.text(row["why"])}</span>',
                parts.text(row["submission"]),
            ]
            for row in listed
        ],
    )


def _concerned(page: Page, item: Row) -> str:
    """What a correction concerns; an event has no page of its own, so its words stand for it."""
    if item["level"] == "pledge":
        return page.link("pledge", f"{item['item']} · {item['title']}", id=item["item"]) + parts.internal(page.words, item)
    if item["level"] == "indicator":
        return page.link("indicator", item["title"], id=item["item"]) + parts.internal(page.words, item)
    return parts.text(item["title"]) + parts.internal(page.words, item)
