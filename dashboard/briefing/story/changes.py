"""What changed since the last briefing, and the pledges that moved and why."""

from datetime import date

from dashboard.briefing.document import Block, Cell, Paragraph, Part, Table
from dashboard.briefing.story import sentences
from dashboard.briefing.story.context import Material
from etl.i18n.labels import CHANGE_CAUSES
from etl.queries import event_rows, observation_rows
from etl.queries.change_rows import status_changes
from etl.queries.query import Row
from etl.reports.changes import COUNTED, uncounted

# Rows that fit beside the rest of a page or slide.
MOST = {"one-page": 4, "short": 8, "full": 1000}


def changed(material: Material) -> Part:
    """How much is new after the chosen day: statuses, figures, events."""
    t, number = material.words.t, material.words.number
    keys = _keys(material)
    tracked = {item["indicator"] for row in material.chosen for item in material.tracked(row["pledge"])}
    pledges, others = _changes(material, "pledge", keys)
    indicators, _ = _changes(material, "indicator", tracked)
    figures = [row for row in observation_rows.value_history(material.ask, sorted(tracked)) if row["day"] > material.since]
    events = [row for row in event_rows.events(material.ask) if row["date"] > material.since and keys.intersection(row["pledges"])]
    listed = (
        (t("Pledges whose status changed"), len({row["key"] for row in pledges})),
        (t("Indicators whose status changed"), len({row["key"] for row in indicators})),
        (t("New figures"), sum(row["is_first"] for row in figures)),
        (t("Revised figures"), sum(not row["is_first"] for row in figures)),
        (t("Events dated after it"), len(events)),
    )
    # What did not happen at all is not said line by line.
    lines = [line for line in listed if line[1]] or listed
    rows = tuple((Cell(name), Cell(number(count), number=True)) for name, count in lines)
    blocks: list[Block] = [Table((t("What"), t("After {day}", day=material.day(material.since))), rows, material.counted_from())]
    if others:
        blocks.append(Paragraph(uncounted(material.words, len(others)), soft=True))
    return Part(
        "changed",
        t("What changed"),
        _new(material, len({row["key"] for row in pledges}), sum(row["is_first"] for row in figures), len(events)),
        tuple(blocks),
        t("Nothing is overwritten: every change keeps its day and its cause."),
    )


def moved(material: Material) -> Part:
    """The pledges whose status changed: from what, to what, why, on whose figures or acts."""
    t, nt = material.words.t, material.words.nt
    pledges, others = _changes(material, "pledge", _keys(material))
    behind = material.behind()
    # What reads otherwise says more than what was coded for the first time, an act found more than none.
    ordered = sorted(pledges, key=lambda row: (row["reason_before"] == "not_coded", row["status"] == "no_evidence_found"))
    shown = ordered[: MOST[material.choice.length]]
    blocks: list[Block] = []
    if shown:
        head = (t("Day"), t("Pledge"), t("Before"), t("After"), t("Why"), t("Source"))
        blocks.append(Table(head, tuple(_row(material, row, behind) for row in shown), material.counted_from()))
    if len(shown) < len(pledges):
        left = len(pledges) - len(shown)
        blocks.append(Paragraph(nt("{n} more is not shown here.", "{n} more are not shown here.", left), soft=True))
    if any(row["reason_before"] == "not_coded" for row in pledges):
        blocks.append(Paragraph(t("The day of a first coding is the day on which somebody coded, not the day of an act."), soft=True))
    if others:
        blocks.append(Paragraph(uncounted(material.words, len(others)), soft=True))
    rows = [row for row in material.chosen if row["pledge"] in {change["key"] for change in shown}]
    return Part("moved", t("The pledges that moved, and why"), _message(material, pledges), tuple(blocks), material.meanings(rows))


def _changes(material: Material, level: str, keys: set[str]) -> tuple[list[Row], list[Row]]:
    """The changes of these pledges or indicators: on stated days, and on others."""
    found = [
        row
        for row in status_changes(material.ask.cursor, material.words.language, material.since, material.ask.declaration)
        if row["level"] == level and row["key"] in keys
    ]
    return [row for row in found if row["basis"] in COUNTED], [row for row in found if row["basis"] not in COUNTED]


def _keys(material: Material) -> set[str]:
    return {row["pledge"] for row in material.chosen}


def _message(material: Material, pledges: list[Row]) -> str:
    """How many pledges read differently; across a gap in what was searched that is said in the same breath."""
    words = material.words
    first = {row["key"] for row in pledges if row["reason_before"] == "not_coded"}
    others = {row["key"] for row in pledges} - first
    sentence = words.listed(sentences.clauses(words, {"otherwise": len(others), "first": len(first)}))
    since = material.day(material.since)
    text = (
        words.t("Since {day}, {what}.", day=since, what=sentence) if sentence else words.t("Since {day}, no status has changed.", day=since)
    )
    return f"{text} {material.gap(short=True)}".strip()


def _new(material: Material, statuses: int, figures: int, events: int) -> str:
    """What came in, in one sentence."""
    nt, words = material.words.nt, material.words
    counted = (
        nt("{n} new figure", "{n} new figures", figures) if figures else "",
        nt("{n} event", "{n} events", events) if events else "",
        nt("{n} changed status of a pledge", "{n} changed statuses of pledges", statuses) if statuses else "",
    )
    found = [text for text in counted if text]
    since = material.day(material.since)
    text = (
        words.pair(words.t("Since {day}", day=since), words.listed(found) + ".")
        if found
        else words.t("Since {day}, nothing new is on record.", day=since)
    )
    return f"{text} {material.gap(short=True)}".strip()


def _row(material: Material, row: Row, behind: dict[tuple[str, date], list[Row]]) -> tuple[Cell, ...]:
    sources = behind.get((row["key"], row["day"]), [])
    publishers = list(dict.fromkeys(item["publisher"] for item in sources))
    named = f"{publishers[0]} +{len(publishers) - 1}" if len(publishers) > 1 else publishers[0] if publishers else "Servanda"
    return (
        Cell(material.day(row["day"])),
        Cell(f"{row['key']} · {row['title']}"),
        material.status(row["status_before"], row["reason_before"]),
        material.status(row["status"], row["reason"]),
        Cell(material.words.t(CHANGE_CAUSES[row["cause"]])),
        Cell(named, url=sources[0]["url"] if sources else ""),
    )
