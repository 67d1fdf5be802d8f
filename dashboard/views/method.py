"""Method and data: how statuses come about, what the words mean, where figures come from, under which terms."""

from dashboard import frame, parts, queries
from etl.record import LANGUAGES
from etl.vocabulary import (
    EVIDENCE,
    FAMILIES,
    FAMILY_SENTENCES,
    REASON_SENTENCES,
    REASONS,
    STATUSES,
    TIERS,
)
from etl.words import LANGUAGE_NAMES

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "method")
counts = queries.counts(page.asking)

frame.place(
    parts.heading(1, t("Method and data"))
    + parts.block(
        parts.big_number(
            page.words.number(counts["pledges"]), t("pledges of the Declaration"), t("probably {n} clauses", n=counts["clauses"])
        )
        + parts.big_number(page.words.number(counts["accompanying"]), t("accompanying commitments"))
        + parts.big_number(
            page.words.number(counts["indicators"]),
            t("indicators"),
            t("{n} with data, {m} assessed", n=counts["indicators_with_data"], m=counts["indicators_assessed"]),
        )
        + parts.big_number(page.words.number(counts["observations"]), t("observations"))
        + parts.big_number(page.words.number(counts["events"]), t("events"))
        + parts.big_number(page.words.number(counts["sources"]), t("sources")),
        "sv-bigs",
    )
    + parts.paragraph(page.declaration["text_status"])
)
frame.place(
    parts.heading(2, t("Five families"))
    + parts.paragraph(
        t(
            "The family of a pledge comes from the Declaration's own words alone. It decides how the pledge can be judged. Families are never averaged together."
        )
    )
    + parts.table([t("Family"), t("Meaning")], [[parts.text(t(FAMILIES[key])), parts.text(t(FAMILY_SENTENCES[key]))] for key in FAMILIES])
)
frame.place(
    parts.heading(2, t("The rule: weather symbols"))
    + parts.paragraph(
        t(
            "Measured indicators are judged by the rule of the German federal statistical office (Destatis), which needs no invented target. The average yearly change is taken over the last six yearly values, which may span ten years; four values are needed."
        )
    )
    + parts.bullets(
        parts.text(line)
        for line in (
            t(
                "A value by a date: the average change is carried on to the target year. If less than 5 % of the remaining way is missed the status is on track, up to 20 % slightly off track, above that off track; a trend that leads away reads moving away."
            ),
            t(
                "A value to hold: reached and not worsening reads achieved; reached but worsening slightly off track; not reached but approaching off track; else moving away."
            ),
            t(
                "A direction without a number: average and last change right reads on track; only the average right slightly off track; only the last change right off track; else moving away."
            ),
        )
    )
    + parts.outside("https://dns-indikatoren.de/en/status/", "Statistisches Bundesamt, dns-indikatoren.de")
)
frame.place(
    parts.heading(2, t("Statuses"))
    + parts.legend(page.words, STATUSES)
    + parts.paragraph(
        t(
            "A pledge reads as its lead indicator; where its assessable indicators contradict each other it reads mixed signals. Milestones and declaratory pledges are judged from dated acts by a written rubric; until that is coded they read not coded yet. Silence is never red."
        )
    )
    + parts.heading(2, t("Why something is not assessable"))
    + parts.table([t("Reason"), t("Meaning")], [[parts.text(t(REASONS[key])), parts.text(t(REASON_SENTENCES[key]))] for key in REASONS])
)
frame.place(
    parts.heading(2, t("What counts as a point"))
    + parts.bullets(
        parts.text(line)
        for line in (
            t(
                "A yearly value, or the sum of all twelve months or four quarters; a part of a year is shown and never compared with a whole one."
            ),
            t("No estimates, no values carried forward, no rounded or bounded statements (about, over, up to)."),
            t("Only values after the last break in the series."),
            t("A missing value stays missing: it is drawn as a gap, never as zero, never interpolated."),
            t(
                "Several sources for one quantity all stand beside each other; the one assessed is chosen by a written rule, official statistics before statements."
            ),
        )
    )
)
frame.place(
    parts.heading(2, t("Sources and terms"))
    + parts.table(
        [t("Publisher"), t("Kind"), t("Nearness"), t("Terms"), t("Accessed"), t("Observations"), t("Events")],
        [
            [
                parts.outside(row["url"], row["publisher"]),
                parts.text(t(EVIDENCE[row["kind"]])),
                parts.text(t(TIERS[row["tier"]])),
                f'<span lang="en">{parts.text(row["licence"])}</span>'
                + ("" if row["terms_verified"] else f" ({parts.text(t('terms not verified'))})"),
                parts.text(page.words.day(row["accessed"])),
                f'<span class="sv-num">{parts.text(page.words.number(row["observations"]))}</span>',
                f'<span class="sv-num">{parts.text(page.words.number(row["events"]))}</span>',
            ]
            for row in queries.sources(page.asking)
        ],
    )
)
frame.place(
    parts.heading(2, t("Names"))
    + parts.paragraph(t("The approved names of parties, bodies, places and treaties in the four languages."), "sv-small sv-soft")
    + parts.table(
        [LANGUAGE_NAMES[lang] for lang in LANGUAGES],
        [[f'<span lang="{lang}">{parts.text(row[f"name_{lang}"])}</span>' for lang in LANGUAGES] for row in queries.names(page.asking)],
    )
)
frame.bottom(page)
