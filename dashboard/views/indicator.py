"""One indicator: the chart, the table, the metadata, the download, how to cite."""

from functools import partial

import streamlit as st

from dashboard import chart_pictures, downloads, frame, histories, parts, queries, sections
from dashboard.charts import indicator_chart
from dashboard.charts_plotly import CONFIG, figure
from dashboard.citations import Citation, bibtex, csl_json
from etl.explain import explain_indicators, said_on
from etl.vocabulary import (
    CLASSES,
    EVIDENCE,
    FREQUENCIES,
    INDICATOR_DIRECTIONS,
    OBSERVATION_STATUSES,
    PUBLISHED_BASES,
    RULE_NAMES,
    RULE_WORDS,
    SIDES,
    TIERS,
)

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "indicator")
key = st.query_params.get("id", "")
row = queries.indicator(page.asking, key)
if row is None:
    frame.place(parts.heading(1, t("There is no indicator “{key}”", key=key)) + page.link("pledges", t("to the register")))
    st.stop()
assert row is not None

pledges = queries.indicator_pledges(page.asking, key)
said = queries.observations(page.asking, key)
targets = queries.targets(page.asking, key)
(why,) = explain_indicators(page.asking.cursor, page.words, row["declaration"], [key])
as_of = page.words.day(page.declaration["as_of"])

frame.place(
    parts.block(
        page.link("pledges", t("Pledges"))
        + " › "
        + ", ".join(
            page.link("pledge", f"{item['pledge']} {item['title']}", id=item["pledge"]) + parts.internal(page.words, item)
            for item in pledges
        )
        + (" › " + parts.internal(page.words, row) if row["internal"] else ""),
        "sv-meta",
    )
    + parts.heading(1, row["title"])
    + parts.paragraph(row["definition"])
    + parts.block(sections.status_cell(page, row), "sv-state")
)

chart = indicator_chart(page.words, row, said, targets, page.declaration["signed"], queries.usual(page.asking, key))
if chart.empty:
    frame.place(parts.paragraph(t("There is no observation to draw yet."), "sv-soft"))
else:
    theme = st.context.theme.type or "light"
    frame.place(parts.heading(2, f"{chart.title} ({chart.unit})"))
    st.plotly_chart(figure(chart, theme, page.words.decimal_mark, page.words.group_mark), config=CONFIG, key="chart", alt=chart.alt)
    source = t("Source: {source}; as of {day}.", source=chart.source, day=as_of)
    frame.place(parts.paragraph(source, "sv-small sv-soft") + parts.paragraph(chart.alt, "sv-small sv-soft"))
    if row["internal"]:
        frame.place(parts.paragraph(t("Internal data does not leave this page: there is no download."), "sv-small sv-soft"))
    else:
        with st.container(horizontal=True):
            st.download_button(
                t("Download the data (CSV)"),
                downloads.observations_csv(row, said, targets),
                f"servanda-{key}.csv",
                "text/csv",
                on_click="ignore",
            )
            # Drawn when asked for, not at each run of the page.
            st.download_button(
                t("Download the chart (PNG)"),
                partial(chart_pictures.png, chart, page.words, source),
                f"servanda-{key}.png",
                "image/png",
                on_click="ignore",
            )
            st.download_button(
                t("Download the chart (SVG)"),
                partial(chart_pictures.svg, chart, page.words, source),
                f"servanda-{key}.svg",
                "image/svg+xml",
                on_click="ignore",
            )
    if row["choice"]:
        frame.place(parts.paragraph(t("Several sources: {rule}", rule=row["choice"])))

frame.place(parts.heading(2, t("Why")) + parts.bullets(parts.text(line) for line in why.sentences))
rules = queries.rule_results(page.asking, key)
if rules:
    frame.place(
        parts.heading(2, t("What other rules say"))
        + parts.paragraph(t("The rules share the same data: that they agree makes a status firmer, not certain."), "sv-small sv-soft")
        + parts.table(
            [t("Rule"), t("It says"), t("That is")],
            [
                [
                    parts.text(t(RULE_NAMES[item["rule"]]))
                    + (f' <span class="sv-tag">{parts.text(t("decides"))}</span>' if item["is_primary"] else ""),
                    parts.text(t(RULE_WORDS[item["word"]])),
                    parts.text(t(CLASSES[item["class"]])),
                ]
                for item in rules
            ],
        )
    )
apart = queries.disagreements(page.asking, key)
if apart:
    frame.place(
        parts.heading(2, t("Where sources differ"))
        + parts.table(
            [t("Period"), t("Sources"), t("Assessed"), t("Least"), t("Greatest"), t("Difference")],
            [
                [
                    parts.text(page.words.period(item["period"])),
                    parts.text(item["sources"]),
                    *(
                        f'<span class="sv-num">{parts.text(page.words.number(item[name], row["decimals"]))}</span>'
                        for name in ("assessed", "least", "greatest")
                    ),
                    parts.text(f"{page.words.number(item['spread'], 1)} %" if item["spread"] is not None else "–"),
                ]
                for item in apart
            ],
        )
    )
if targets:
    frame.place(
        parts.heading(2, t("Targets, plans and forecasts"))
        + parts.paragraph(t("None stands in the Declaration; each is somebody's word, with its day."), "sv-small sv-soft")
        + parts.table(
            [t("Named"), t("Said by"), t("Said on"), t("Source"), t("State")],
            [
                [
                    parts.text(sections.target_text(page, item, row["decimals"], row["symbol"])),
                    parts.text(item["speaker"]),
                    parts.text(said_on(page.words, item)),
                    parts.outside(item["url"], item["publisher"]),
                    parts.text(t("lapsed") if item["lapsed"] else t("day passed, outcome not seen") if item["passed"] else t("open")),
                ]
                for item in targets
            ],
        )
    )
if said:
    frame.place(
        parts.heading(2, t("Observations"))
        + parts.table(
            [t("Period"), t("Value"), t("Source"), t("Kind"), t("Published"), t("Note")],
            [
                [
                    parts.text(page.words.period(item["period"])),
                    f'<span class="sv-num">{parts.text(sections.value_text(page, row, item["value"], item["qualifier"]))}</span>'
                    + (
                        f"<br><span class='sv-meta'>{parts.text(t(OBSERVATION_STATUSES[item['status']]))}</span>"
                        if item["status"] != "A"
                        else ""
                    ),
                    parts.outside(item["url"], item["publisher"]) + f" ({parts.text(t(TIERS[item['tier']]))})",
                    parts.text(t(EVIDENCE[item["evidence"]])) + (f"<br>{parts.text(item['speaker'])}" if item["speaker"] else ""),
                    parts.text(f"{page.words.reduced(item['published_code'])} ({t(PUBLISHED_BASES[item['published_basis']])})"),
                    f'<span lang="en">{parts.text(item["note"] or "–")}</span>',
                ]
                for item in sorted(reversed(said), key=lambda item: item["place"])
            ],
        )
    )
frame.place(histories.section(page, [key], set()))
licences = dict.fromkeys((item["publisher"], item["licence"], item["terms_verified"]) for item in said)
publishers = list(dict.fromkeys(item["publisher"] for item in said)) or [row["data_owner"]]
frame.place(
    parts.heading(2, t("About this indicator"))
    + parts.facts(
        [
            (t("Unit"), parts.text(row["unit_name"])),
            (t("Frequency"), parts.text(t(FREQUENCIES[row["frequency"]]))),
            (t("What would be progress"), parts.text(t(INDICATOR_DIRECTIONS[row["direction"]]))),
            (t("Which side is measured"), parts.text(t(SIDES[row["measures"]]))),
            (t("Who publishes it"), parts.text(row["data_owner"])),
            (t("Baseline"), parts.text(page.words.period(row["baseline_period"])) if row["baseline_period"] else ""),
            (t("The other side's figure"), page.link("indicator", row["mirror_title"], id=row["mirror_of"]) if row["mirror_of"] else ""),
            (
                t("Licence"),
                "<br>".join(
                    parts.text(page.words.pair(publisher, ""))
                    + f'<span lang="en">{parts.text(licence)}</span>'
                    + ("" if sure else f" ({parts.text(t('terms not verified'))})")
                    for publisher, licence, sure in licences
                ),
            ),
        ]
    )
    + parts.heading(2, t("How to cite"))
    + parts.paragraph(
        t(
            "{publisher}, “{title}”, as shown by Servanda, as of {day}, build {build}.",
            publisher=", ".join(publishers),
            title=row["title"],
            day=as_of,
            build=page.build,
        )
    )
)
cited = Citation(key, publishers, row["title"], page.declaration["as_of"], page.build, page.lang)
with st.container(horizontal=True):
    st.download_button(t("Citation (BibTeX)"), bibtex(cited), f"servanda-{key}.bib", "application/x-bibtex", on_click="ignore")
    st.download_button(
        t("Citation (CSL-JSON)"), csl_json(cited), f"servanda-{key}.json", "application/vnd.citationstyles.csl+json", on_click="ignore"
    )
frame.bottom(page)
