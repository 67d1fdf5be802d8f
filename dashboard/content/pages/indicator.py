"""One indicator around its chart: what it is, why it reads as it does, its values, its terms, how to cite it."""

from dashboard.charts.model import place_of, places_differ
from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page
from dashboard.content.sections import history
from dashboard.content.sections.indicators import status_cell, target_text, value_text
from etl.i18n.labels import (
    CLASSES,
    EVIDENCE,
    FREQUENCIES,
    INDICATOR_DIRECTIONS,
    OBSERVATION_STATUSES,
    PUBLISHED_BASES,
    RULE_NAMES,
    RULE_WORDS,
    SIDES,
    TERMS,
    TIERS,
)
from etl.queries import indicator_rows
from etl.queries.query import Row
from etl.reports import explain_indicator
from etl.reports.explain_indicator import said_on


def above(page: Page, row: Row) -> Blocks:
    """What stands above the chart of an indicator (`indicator_rows.indicator`)."""
    t = page.words.t
    pledges = indicator_rows.indicator_pledges(page.asking, row["indicator"])
    yield Block(
        markup.block(
            page.link("pledges", t("Pledges"))
            + " › "
            + ", ".join(
                page.link("pledge", f"{item['pledge']} {item['title']}", id=item["pledge"]) + markup.internal(page.words, item)
                for item in pledges
            )
            + (" › " + markup.internal(page.words, row) if row["internal"] else ""),
            "sv-meta",
        )
        + markup.heading(1, row["title"])
        + markup.paragraph(row["definition"])
        + markup.block(status_cell(page, row), "sv-state")
    )


def below(page: Page, row: Row, observations: list[Row], targets: list[Row], decided: list[history.Entry]) -> Blocks:
    """What stands below it: `said` are its observations, `decided` the submissions that changed it, for its history."""
    t, key = page.words.t, row["indicator"]
    as_of = page.words.day(page.declaration["as_of"])
    (why,) = explain_indicator.explained(page.asking, page.words, [key])
    yield Block(markup.heading(2, t("Why")) + markup.bullets(markup.text(line) for line in why.sentences))
    rules = indicator_rows.rule_results(page.asking, key)
    if rules:
        yield Block(
            markup.heading(2, t("What other rules say"))
            + markup.paragraph(t("The rules share the same data: that they agree makes a status firmer, not certain."), "sv-small sv-soft")
            + markup.table(
                [t("Rule"), t("It says"), t("That is")],
                [
                    [
                        markup.text(t(RULE_NAMES[item["rule"]]))
                        + (f' <span class="sv-tag">{markup.text(t("decides"))}</span>' if item["is_primary"] else ""),
                        markup.text(t(RULE_WORDS[item["word"]])),
                        markup.text(t(CLASSES[item["class"]])),
                    ]
                    for item in rules
                ],
            )
        )
    apart = indicator_rows.disagreements(page.asking, key)
    if apart:
        yield Block(
            markup.heading(2, t("Where sources differ"))
            + markup.table(
                [t("Period"), t("Series"), t("Assessed"), t("Least"), t("Greatest"), t("Difference")],
                [
                    [
                        markup.text(page.words.period(item["period"])),
                        markup.text(item["sources"]),
                        *(
                            f'<span class="sv-num">{markup.text(page.words.number(item[name], row["decimals"]))}</span>'
                            for name in ("assessed", "least", "greatest")
                        ),
                        markup.text(f"{page.words.number(item['spread'], 1)} %" if item["spread"] is not None else "–"),
                    ]
                    for item in apart
                ],
            )
        )
    if targets:
        yield Block(
            markup.heading(2, t("Targets, plans and forecasts"))
            + markup.paragraph(t("Each is somebody's word, with its day."), "sv-small sv-soft")
            + markup.table(
                [t("Named"), t("Said by"), t("Said on"), t("Source"), t("State")],
                [
                    [
                        markup.text(target_text(page, item, row["decimals"], row["amount"])),
                        markup.text(item["speaker"]),
                        markup.text(said_on(page.words, item)),
                        markup.outside(item["url"], item["publisher"]),
                        markup.text(t("lapsed") if item["lapsed"] else t("day passed, outcome not seen") if item["passed"] else t("open")),
                    ]
                    for item in targets
                ],
            )
        )
    if observations:
        placed = places_differ(observations)
        yield Block(
            markup.heading(2, t("Observations"))
            + markup.table(
                [t("Period"), *([t("Place")] if placed else []), t("Value"), t("Source"), t("Kind"), t("Published"), t("Note")],
                [
                    [
                        markup.text(page.words.period(item["period"])),
                        *([markup.text(place_of(item))] if placed else []),
                        f'<span class="sv-num">{markup.text(value_text(page, row, item["value"], item["qualifier"], bool(item["withheld"])))}</span>'
                        + (
                            f"<br><span class='sv-meta'>{markup.text(t(OBSERVATION_STATUSES[item['status']]))}</span>"
                            if item["status"] != "A"
                            else ""
                        ),
                        markup.outside(item["url"], item["publisher"]) + f" ({markup.text(t(TIERS[item['tier']]))})",
                        markup.text(t(EVIDENCE[item["evidence"]])) + (f"<br>{markup.text(item['speaker'])}" if item["speaker"] else ""),
                        markup.text(f"{page.words.reduced(item['published_code'])} ({t(PUBLISHED_BASES[item['published_basis']])})"),
                        f'<span lang="en">{markup.text(item["note"] or "–")}</span>',
                    ]
                    for item in sorted(reversed(observations), key=lambda item: item["place"])
                ],
            )
        )
    yield Block(history.section(page, "indicator", key, [key], decided))
    licences = dict.fromkeys((item["publisher"], item["licence"], item["terms"]) for item in observations)
    cited = ", ".join(dict.fromkeys(item["publisher"] for item in observations)) or row["data_owner"]
    yield Block(
        markup.heading(2, t("About this indicator"))
        + markup.facts(
            [
                (t("Unit"), markup.text(row["unit_name"])),
                (t("Frequency"), markup.text(t(FREQUENCIES[row["frequency"]]))),
                (t("What would be progress"), markup.text(t(INDICATOR_DIRECTIONS[row["direction"]]))),
                (t("Which side is measured"), markup.text(page.parties.get(row["measures"]) or t(SIDES[row["measures"]]))),
                (t("Who publishes it"), markup.text(row["data_owner"])),
                (t("Baseline"), markup.text(page.words.period(row["baseline_period"])) if row["baseline_period"] else ""),
                (
                    t("The other side's figure"),
                    page.link("indicator", row["mirror_title"], id=row["mirror_of"]) if row["mirror_of"] else "",
                ),
                (
                    t("Licence"),
                    "<br>".join(
                        markup.text(page.words.pair(publisher, ""))
                        + f'<span lang="en">{markup.text(licence)}</span>'
                        + f" ({markup.text(t(TERMS[terms]))})"
                        for publisher, licence, terms in licences
                    ),
                ),
            ]
        )
        + markup.heading(2, t("How to cite"))
        + markup.paragraph(
            t(
                "{publisher}, “{title}”, as shown by Servanda, as of {day}, build {build}.",
                publisher=cited,
                title=row["title"],
                day=as_of,
                build=page.build,
            )
        )
    )
