"""Changes: why statuses changed, what was known on any day, and which mistakes of ours were corrected."""

import streamlit as st

from dashboard import frame, parts, register, sections
from etl import feed
from etl.changes import STATED, status_changes, uncounted
from etl.register import corrections, reversals
from etl.vocabulary import CHANGE_CAUSES

page = frame.open_page()
t, nt = page.words.t, page.words.nt
frame.top(page, "changes")
signed = page.declaration["signed"]
frame.place(
    parts.heading(1, t("Changes"))
    + parts.paragraph(
        t(
            "Every change of status with its cause. A status changes because a new period, a revision, another target, another rule or a new coding came; nothing is overwritten."
        ),
        "sv-soft",
    )
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    since = frame.choose_day(t("Changes after"), "since", signed, None, page.declaration["newest"], 190)
    cause = frame.choose(page, t("Why"), {key: t(name) for key, name in CHANGE_CAUSES.items()}, "cause", 190)
    kind = frame.choose(page, t("What"), {"pledge": t("Pledges"), "indicator": t("Indicators")}, "level", 170)
    frame.choose_day(t("Show everything as known on"), "as_of", page.declaration["newest"], signed, page.declaration["newest"], 240)

found = status_changes(page.asking.cursor, page.lang, since, page.asking.declaration)
shown = [row for row in found if cause in (frame.ALL, row["cause"]) and kind in (frame.ALL, row["level"])]
counted = [row for row in shown if row["basis"] == STATED]
others = [row for row in shown if row["basis"] != STATED]
frame.place(
    parts.paragraph(nt("{n} change", "{n} changes", len(counted)), "sv-small sv-soft")
    + (sections.change_table(page, counted) if counted else parts.paragraph(t("No change on a stated day fits.")))
    + (parts.folded(uncounted(page.words, len(others)), sections.change_table(page, others)) if others else "")
    + parts.feed(feed.address(page.lang), t("Feed of changes (Atom)"))
)
corrected = corrections(page.asking.cursor, page.lang, page.asking.declaration)
reverted = reversals(page.asking.cursor, page.asking.declaration)
frame.place(
    parts.heading(2, t("Corrections"), "corrections")
    + parts.paragraph(
        t(
            "Mistakes of our own that had been published: a wrong figure, source or coding. Each stays here; nothing is corrected in silence."
        ),
        "sv-soft",
    )
    + (register.correction_table(page, corrected) if corrected else parts.paragraph(t("There are none yet.")))
    + (
        parts.heading(3, t("Submissions accepted and then reverted")) + register.reversal_table(page, reverted)
        if reverted
        else parts.paragraph(t("No accepted submission has been reverted."), "sv-small sv-soft")
    )
)
frame.bottom(page)
