"""One indicator: the chart, the table, the metadata, the download, how to cite."""

from functools import partial

import streamlit as st

from dashboard.charts import standalone_chart
from dashboard.charts.model import indicator_chart
from dashboard.charts.plotly_renderer import CONFIG, figure
from dashboard.content import csv_download, figures, markup
from dashboard.content.citations import Citation, bibtex, csl_json
from dashboard.content.pages import indicator
from dashboard.ui import ledger_history, open_page
from etl.queries import indicator_rows, observation_rows
from etl.queries.query import leaving

page = open_page.open_page()
t = page.words.t
open_page.top(page, "indicator")
key = st.query_params.get("id", "")
found = page.cached(("indicator", key), lambda: indicator_rows.indicator(page.asking, key))
if found is None:
    open_page.place(markup.heading(1, t("There is no indicator “{key}”", key=key)) + page.link("pledges", t("to the register")))
    st.stop()
assert found is not None
row = found

observed = page.cached(("observations", key), lambda: observation_rows.observations(page.asking, key))
targets = page.cached(("targets", key), lambda: indicator_rows.targets(page.asking, key))
as_of = page.words.day(page.declaration["as_of"])
open_page.place_cached(page, ("above", key), lambda: indicator.above(page, row))

chart = page.cached(
    ("chart", key),
    lambda: indicator_chart(page.words, row, observed, targets, page.declaration["signed"], indicator_rows.usual(page.asking, key)),
)
# What a reader takes away is without the values that may not leave.
passed_on = leaving(page.asking)
taken = page.cached(("passed_on", key), lambda: (observation_rows.observations(passed_on, key), indicator_rows.targets(passed_on, key)))
picture = page.cached(
    ("passed_on chart", key),
    lambda: indicator_chart(page.words, row, *taken, page.declaration["signed"], indicator_rows.usual(passed_on, key)),
)
held = [
    figures.withheld_text(page.words, item) for item in page.cached(("withheld", key), lambda: observation_rows.withheld(passed_on, key))
]
if chart.empty:
    open_page.place(markup.paragraph(t("There is no observation to draw yet."), "sv-soft"))
else:
    theme = st.context.theme.type or "light"
    open_page.place(markup.heading(2, f"{chart.title} ({chart.unit})"))
    drawn = page.cached(("figure", key, theme), lambda: figure(chart, theme, page.words.decimal_mark, page.words.group_mark))
    st.plotly_chart(drawn, config=CONFIG, key="chart", alt=chart.alt)
    source = t("Source: {source}; as of {day}.", source=chart.source, day=as_of)
    taken_source = " ".join([t("Source: {source}; as of {day}.", source=picture.source, day=as_of), *held])
    open_page.place(markup.paragraph(source, "sv-small sv-soft") + markup.paragraph(chart.alt, "sv-small sv-soft"))
    if row["internal"]:
        open_page.place(markup.paragraph(t("Internal data does not leave this page: there is no download."), "sv-small sv-soft"))
    else:
        with st.container(horizontal=True):
            st.download_button(
                t("Download the data (CSV)"),
                page.cached(("csv", key), lambda: csv_download.observations_csv(row, *taken)),
                f"servanda-{key}.csv",
                "text/csv",
                on_click="ignore",
            )
            if not picture.empty:
                # Drawn when asked for, not at each run of the page.
                st.download_button(
                    t("Download the chart (PNG)"),
                    partial(standalone_chart.png, picture, page.words, taken_source),
                    f"servanda-{key}.png",
                    "image/png",
                    on_click="ignore",
                )
                st.download_button(
                    t("Download the chart (SVG)"),
                    partial(standalone_chart.svg, picture, page.words, taken_source),
                    f"servanda-{key}.svg",
                    "image/svg+xml",
                    on_click="ignore",
                )
        if held:
            open_page.place(markup.bullets(markup.text(words) for words in [t("In the files to download:"), *held]))
    if row["choice"]:
        open_page.place(markup.paragraph(t("Several sources: {rule}", rule=row["choice"])))

open_page.place_cached(
    page,
    ("below", key, ledger_history.state()),
    lambda: indicator.below(page, row, observed, targets, ledger_history.entries(page, [key], set())),
)
if not row["internal"]:
    publishers = list(dict.fromkeys(item["publisher"] for item in observed)) or [row["data_owner"]]
    cited = Citation(key, publishers, row["title"], page.declaration["as_of"], page.build, page.lang)
    with st.container(horizontal=True):
        st.download_button(t("Citation (BibTeX)"), bibtex(cited), f"servanda-{key}.bib", "application/x-bibtex", on_click="ignore")
        st.download_button(
            t("Citation (CSL-JSON)"), csl_json(cited), f"servanda-{key}.json", "application/vnd.citationstyles.csl+json", on_click="ignore"
        )
open_page.bottom(page)
