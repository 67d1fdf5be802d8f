"""A part for one pledge: its words, both clocks, its indicators, its chart, its events; in the notes why it reads so."""

from dashboard.briefing.document import Block, Bullets, Cell, Paragraph, Part, Table
from dashboard.briefing.story import sentences
from dashboard.briefing.story.context import Material
from dashboard.briefing.story.domain import FEWEST, event_line
from etl.i18n.labels import EVIDENCE, REASONS, STATUSES
from etl.i18n.translator import translator
from etl.queries import event_rows, pledge_rows
from etl.queries.query import Row
from etl.queries.register_rows import comments
from etl.reports import explain_indicator
from etl.reports.explain_pledge import pledge_reasons, since_reasons
from etl.reports.register import comment_line

MOST_INDICATORS = {"one-page": 3, "short": 4, "full": 8}
MOST_EVENTS = {"one-page": 2, "short": 3, "full": 6}


def pledge(material: Material, key: str) -> Part:
    """The part of one pledge. Quotation marks stand only around the Declaration's own words (grade A)."""
    t, words = material.words.t, material.words
    row = pledge_rows.pledge(material.ask, key)
    assert row is not None
    listed = next(item for item in material.register if item["pledge"] == key)
    blocks: list[Block] = []
    if row["quotation"] and row["grade"] == "A":
        nature = t("unofficial translation") if row["unofficial_translation"] else t("original wording as quoted")
        source = ", ".join((row["quotation_publisher"], words.language_name(row["quotation_language"]), nature))
        # A quotation keeps the marks of its own language.
        marks = translator(row["quotation_language"]).t("“{quotation}”")
        blocks.append(Paragraph(f"{marks.replace('{quotation}', row['quotation'])} ({source})"))
        material.sources.add(row["quotation_source"])
    else:
        reported = ", ".join(dict.fromkeys(item["publisher"] for item in pledge_rows.pledge_reports(material.ask, key)))
        blocks.append(Paragraph(words.pair(t("As reported by"), f"{reported}. {row['summary']}" if reported else row["summary"])))
    blocks.append(
        Table(
            (
                t("Reported"),
                t("Trajectory"),
                t("Since signature"),
                t("Outcome, credited to nobody"),
                t("Best evidence"),
                t("Newest evidence"),
            ),
            (
                (
                    material.reported(listed),
                    material.status(row["status"], row["reason"]),
                    material.status(row["since_signature_status"], row["since_signature_reason"]),
                    material.outcome(listed),
                    Cell(_quality(material, row)),
                    Cell(material.words.reduced(row["evidence_newest_code"])),
                ),
            ),
            material.counted_from(),
        )
    )
    blocks.append(Bullets((*pledge_reasons(words, row), *since_reasons(words, row))))
    tracked = [item for item in material.tracked(key) if not item["context"]]
    with_data = [item for item in tracked if item["latest_period"] is not None][: MOST_INDICATORS[material.choice.length]]
    if with_data:
        blocks.append(_indicators(material, with_data))
    drawn = next((item for item in with_data if item["observations"] >= FEWEST), None)
    drawing = material.drawing(drawn["indicator"]) if drawn is not None and material.choice.length != "one-page" else None
    if drawing is not None:
        blocks.append(drawing)
    events = event_rows.events(material.ask, key)[: MOST_EVENTS[material.choice.length]]
    if events:
        blocks.append(Bullets(tuple(event_line(material, event) for event in events)))
    comment_rows = comments(material.ask.cursor, words.language, row["declaration"], key)
    blocks += [Paragraph(words.pair(comment_line(words, item), item["said"]), soft=True) for item in comment_rows]
    return Part(
        f"pledge-{key}",
        f"{key} · {row['title']}",
        _message(material, row),
        tuple(blocks),
        _notes(material, row, tracked),
    )


def _message(material: Material, row: Row) -> str:
    """How a pledge reads by both clocks."""
    words = material.words
    codes = ((row["status"], row["reason"]), (row["since_signature_status"], row["since_signature_reason"]))
    trajectory, since = (words.t(REASONS[reason]) if reason else words.t(STATUSES[status]) for status, reason in codes)
    if row["since_signature_reason"] == "no_data_since_signature":
        return words.t("Trajectory: {trajectory}; no yearly figure since the signature yet.", trajectory=sentences.lowered(trajectory))
    if trajectory == since:
        return words.t("{status}, on the trajectory as since the signature.", status=trajectory)
    return words.t(
        "Trajectory: {trajectory}; since the signature: {since}.", trajectory=sentences.lowered(trajectory), since=sentences.lowered(since)
    )


def _quality(material: Material, row: Row) -> str:
    return material.words.t(EVIDENCE[row["evidence_quality"]]) if row["evidence_quality"] else material.words.t("none yet")


def _indicators(material: Material, rows: list[Row]) -> Table:
    t = material.words.t
    body = tuple(
        (
            Cell(row["title"]),
            Cell(material.value(row, "baseline"), number=True),
            material.newest(row),
            Cell(row["publisher"], url=row["url"] or ""),
            material.status(row["status"], row["reason"], indicator=True),
        )
        for row in rows
    )
    head = (t("Indicator"), t("Baseline"), t("Newest"), t("Source"), t("Status"))
    return Table(head, body, material.published_by([row["publisher"] for row in rows]))


def _notes(material: Material, row: Row, tracked: list[Row]) -> str:
    """Why the lead indicator reads as it does, with inputs, rule and margin."""
    keys = [item["indicator"] for item in tracked if item["place"] == 1]
    lines = [material.meanings([row])]
    for item in explain_indicator.explained(material.ask, material.words, keys):
        lines += [f"{item.title} – {item.headline}.", *item.sentences]
    return "\n".join(line for line in lines if line)
