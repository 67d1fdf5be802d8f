"""Method and data: how statuses come about, what the words mean, where figures come from, under which terms."""

from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import coder_agreement
from dashboard.content.sections.method_text import CODED, FIRMNESS, POINTS
from etl.i18n.labels import EVIDENCE, FAMILIES, FAMILY_SENTENCES, REASON_SENTENCES, REASONS, RULE_NAMES, STATUSES, TERMS, TIERS
from etl.i18n.languages import LANGUAGE_NAMES, LANGUAGES, SOURCE
from etl.messages import N_
from etl.queries import declaration_rows
from etl.rules import RULES

COMPARED = {"series": N_("series"), "group": N_("aggregates"), "average": N_("averages")}


def content(page: Page) -> Blocks:
    """The whole page, from how much there is to the approved names."""
    t = page.words.t
    counts = declaration_rows.counts(page.asking)

    yield Block(
        markup.heading(1, t("Method and data"))
        + markup.block(
            markup.big_number(
                page.words.number(counts["pledges"]), t("pledges of the Declaration"), t("probably {n} clauses", n=counts["clauses"])
            )
            + markup.big_number(page.words.number(counts["accompanying"]), t("accompanying commitments"))
            + markup.big_number(
                page.words.number(counts["indicators"]),
                t("indicators"),
                t("{n} with data, {m} assessed", n=counts["indicators_with_data"], m=counts["indicators_assessed"]),
            )
            + markup.big_number(page.words.number(counts["observations"]), t("observations"))
            + markup.big_number(page.words.number(counts["events"]), t("events"))
            + markup.big_number(page.words.number(counts["sources"]), t("sources")),
            "sv-bigs",
        )
        + markup.paragraph(page.declaration["text_status"])
    )
    yield Block(
        markup.heading(2, t("Five families"))
        + markup.paragraph(
            t(
                "The family of a pledge comes from the Declaration's own words alone. It decides how the pledge can be judged. Families are never averaged together."
            )
        )
        + markup.table(
            [t("Family"), t("Meaning")], [[markup.text(t(FAMILIES[key])), markup.text(t(FAMILY_SENTENCES[key]))] for key in FAMILIES]
        )
    )

    scores: dict[str, list[str]] = {}
    for score in declaration_rows.reproduction(page.asking):
        text = t(
            "{matched} of {total} {what}", matched=page.words.number(score["matched"]), total=page.words.number(score["total"]),
            what=t(COMPARED[score["compared"]]),
        )  # fmt: skip
        scores.setdefault(score["rule"], []).append(text)
    deciding = "; ".join(
        t("{rule}, from {day}", rule=t(RULE_NAMES[item["rule"]]), day=page.words.day(item["valid_from"]))
        for item in declaration_rows.primary_rules(page.asking)
    )
    yield Block(
        markup.heading(2, t("The rules, each its publisher's own"))
        + markup.paragraph(
            t(
                "We hold every rule against results its publisher printed. The last column says how many of them ours gives too; a test computes it at every change."
            )
        )
        + markup.table(
            [t("Rule"), t("Formula"), t("Publisher"), t("Published results reproduced")],
            [
                [
                    markup.text(t(rule.title)),
                    markup.bullets(markup.text(t(line)) for line in rule.formula),
                    markup.outside(rule.link, rule.publisher),
                    markup.bullets(markup.text(line) for line in scores.get(rule.name, [t("no published results at hand")])),
                ]
                for rule in RULES.values()
            ],
            "sv-rules",
        )
        + markup.paragraph(
            t(
                "c: newest value at t1; b: first value at t0; T: target for tT; CAGR(x, y, n) = (x / y)^(1/n) − 1; each with the sign that makes more of it progress."
            ),
            "sv-small sv-soft",
        )
        + markup.paragraph(t("The rule that decides the status of measured indicators: {rules}.", rules=deciding))
    )
    yield Block(markup.heading(2, t("How firm a status is")) + markup.bullets(markup.text(t(line)) for line in FIRMNESS))
    yield Block(
        markup.heading(2, t("How codings come about"))
        + markup.bullets(markup.text(t(line)) for line in CODED)
        + coder_agreement.section(page)
    )
    yield Block(
        markup.heading(2, t("Statuses"))
        + markup.legend(page.words, STATUSES)
        + markup.paragraph(
            t(
                "A measured pledge reads as its lead indicator; where its assessable indicators contradict each other it reads mixed signals. Milestones and declaratory pledges are judged from dated acts by a written rubric; until that is coded they read not coded yet. Silence is never red."
            )
        )
        + markup.heading(2, t("Why something is not assessable"))
        + markup.table(
            [t("Reason"), t("Meaning")], [[markup.text(t(REASONS[key])), markup.text(t(REASON_SENTENCES[key]))] for key in REASONS]
        )
    )
    yield Block(markup.heading(2, t("What counts as a point")) + markup.bullets(markup.text(t(line)) for line in POINTS))
    yield Block(
        markup.heading(2, t("What may happen to an entry"))
        + markup.bullets(
            markup.text(line)
            for line in (
                t(
                    "A pledge that turns out to be several, or one with another, is replaced on a day: from then on the new ones count, and the old number keeps its page, its events and its codings."
                ),
                t(
                    "A party may comment on a pledge. Its own words stand beside the status with their day and source; they are never scored."
                ),
                t("Our own mistakes are listed as corrections, and so is everything that was accepted and then reverted."),
            )
        )
        + page.link("changes", t("to the corrections"))
    )
    yield Block(
        markup.heading(2, t("Sources and terms"), "sources")
        + markup.table(
            [t("Publisher"), t("Kind"), t("Nearness"), t("Terms"), t("Accessed"), t("Observations"), t("Events")],
            [
                [
                    markup.outside(row["url"], row["publisher"]),
                    markup.text(t(EVIDENCE[row["kind"]])),
                    markup.text(t(TIERS[row["tier"]])),
                    f'<span lang="en">{markup.text(row["licence"])}</span>'
                    + f" ({markup.outside(row['terms_url'], t(TERMS[row['terms']]))})",
                    markup.text(page.words.day(row["accessed"])),
                    f'<span class="sv-num">{markup.text(page.words.number(row["observations"]))}</span>',
                    f'<span class="sv-num">{markup.text(page.words.number(row["events"]))}</span>',
                ]
                for row in declaration_rows.sources(page.asking)
            ],
        )
    )
    yield Block(
        markup.heading(2, t("Names"))
        + markup.paragraph(t("The approved names of parties, bodies, places and treaties in all languages."), "sv-small sv-soft")
        + markup.table(
            [LANGUAGE_NAMES[lang] for lang in LANGUAGES],
            [
                [f'<span lang="{lang}">{markup.text(row["texts"].get(lang) or row["texts"][SOURCE])}</span>' for lang in LANGUAGES]
                for row in declaration_rows.names(page.asking)
            ],
        )
    )
