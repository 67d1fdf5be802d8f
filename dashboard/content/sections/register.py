"""Parts of pages that tell of the register itself: what replaced a pledge, what parties say, what was corrected."""

from dashboard.content import markup
from dashboard.content.page import Page
from etl.i18n.labels import NOTICED_BY
from etl.queries.query import Row
from etl.record.kinds import KINDS
from etl.reports.register import LAST_STATUS, OWN_WORDS, PARTIES_SAY, comment_line, succession_sentence


def party_comments(page: Page, listed: list[Row]) -> str:
    """What the parties say of a pledge: their own words with day, speaker and source; beside a translation the original."""
    t = page.words.t
    text = "".join(
        markup.own_words(
            item["said"],
            page.lang,
            f"{markup.text(comment_line(page.words, item))} · {markup.outside(item['url'], item['publisher'])}",
            (page.words.pair(t("Original"), "").strip(), item["original"], item["language"]) if item["language"] != page.lang else None,
        )
        for item in listed
    )
    return markup.heading(2, t(PARTIES_SAY)) + (
        markup.paragraph(t(OWN_WORDS), "sv-small sv-soft") + text
        if listed
        else markup.paragraph(
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
        steps.append(markup.text(succession_sentence(page.words, item)) + " " + link)
    replaced = any(item["is_replaced"] for item in listed)
    return markup.block(
        markup.bullets(steps) + (markup.paragraph(t(LAST_STATUS), "sv-small") if replaced else ""),
        "sv-succession sv-then" if replaced else "sv-succession sv-panel",
    )


def replaced_table(page: Page, listed: list[Row]) -> str:
    """Pledges that no longer count: since when, and what counts in their place."""
    t = page.words.t
    return markup.table(
        [t("No."), t("Pledge"), t("Replaced on"), t("Replaced by")],
        [
            [
                f'<span class="sv-id">{markup.text(row["pledge"])}</span>',
                page.link("pledge", row["title"], id=row["pledge"]),
                markup.text(page.words.day(row["replaced_on"])),
                " ".join(page.link("pledge", key, id=key) for key in row["successors"]),
            ]
            for row in listed
        ],
        "sv-register",
    )


def correction_table(page: Page, listed: list[Row]) -> str:
    """Mistakes of our own that were corrected: when, concerning what, what was wrong, what is right now."""
    t = page.words.t
    return markup.table(
        [t("Day"), t("Concerns"), t("What was wrong"), t("What is right now"), t("Noticed by")],
        [
            [
                markup.text(page.words.day(row["date"])) + f'<br><span class="sv-meta">{markup.text(row["correction"])}</span>',
                "<br>".join(_concerned(page, item) for item in row["concerns"]),
                markup.text(row["wrong"]),
                markup.text(row["right"]),
                markup.text(t(NOTICED_BY[row["noticed_by"]])),
            ]
            for row in listed
        ],
        "sv-corrections",
    )


def reversal_table(page: Page, listed: list[Row]) -> str:
    """Submissions that had been accepted and were undone: when, of which kind, why. Nobody is named."""
    t = page.words.t
    return markup.table(
        [t("Day"), t("Kind of data"), t("Why"), t("Submission")],
        [
            [
                markup.text(page.words.day(row["date"])),
                markup.text(t(KINDS[row["kind"]].label)),
                f'<span lang="">{markup.text(row["why"])}</span>',
                markup.text(row["submission"]),
            ]
            for row in listed
        ],
    )


def _concerned(page: Page, item: Row) -> str:
    """What a correction concerns; an event has no page of its own, so its words stand for it."""
    if item["level"] == "pledge":
        return page.link("pledge", f"{item['item']} · {item['title']}", id=item["item"]) + markup.internal(page.words, item)
    if item["level"] == "indicator":
        return page.link("indicator", item["title"], id=item["item"]) + markup.internal(page.words, item)
    return markup.text(item["title"]) + markup.internal(page.words, item)
