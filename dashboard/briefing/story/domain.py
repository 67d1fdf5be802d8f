"""Domain by domain: how its pledges read, the figures of their lead indicators, the newest events."""

from collections import Counter

from dashboard.briefing.document import Block, Bullets, Cell, Drawing, Paragraph, Part, Table
from dashboard.briefing.story import sentences
from dashboard.briefing.story.context import Material
from dashboard.content.sections.method_text import merit
from etl.i18n.labels import DOMAINS
from etl.queries import event_rows, indicator_rows
from etl.queries.query import Row

# A line through fewer values says nothing.
FEWEST = 3
MOST_EVENTS = 4
MOST_DRAWN = 3


def domain(material: Material, name: str) -> Part:
    """The part of one domain."""
    t, nt = material.words.t, material.words.nt
    rows = [row for row in material.chosen if row["domain"] == name]
    if material.brief:
        # A slide shows what it has room for: what can be judged stands first, what is not counted last.
        rows.sort(key=lambda row: (not row["in_declaration"], row["status"] == "not_assessable"))
    pledges = [row for row in rows if row["in_declaration"]]
    counts = Counter(row["status"] for row in pledges)
    message = (
        material.words.pair(t(DOMAINS[name]), sentences.counts_text(material.words, counts) + ".")
        if pledges
        else t("Only accompanying commitments stand here.")
    )
    blocks: list[Block] = [_table(material, rows)]
    blocks += _drawings(material, name, rows)[: 1 if material.brief else MOST_DRAWN]
    if pledges:
        blocks.append(material.three_readings(pledges))
    if len(pledges) < len(rows):
        blocks.append(
            Paragraph(
                nt(
                    "{n} accompanying commitment does not stand in the Declaration and is not counted.",
                    "{n} accompanying commitments do not stand in the Declaration and are not counted.",
                    len(rows) - len(pledges),
                ),
                soft=True,
            )
        )
    if not material.brief:
        keys = {row["pledge"] for row in rows}
        events = [row for row in event_rows.events(material.ask) if keys.intersection(row["pledges"]) and row["nature"] != "plan"]
        if events:
            blocks.append(Bullets(tuple(event_line(material, row) for row in events[:MOST_EVENTS])))
    notes = "\n".join((*merit(material.words, material.counts()), material.meanings(rows)))
    return Part(f"domain-{name}", t(DOMAINS[name]), message, tuple(blocks), notes)


def event_line(material: Material, row: Row) -> str:
    """An event in one line: day, what happened, who published it."""
    material.sources.add(row["source"])
    day = material.words.month(row["date"]) if row["date_precision"] == "month" else material.day(row["date"])
    return f"{material.words.pair(day, row['summary'].removesuffix('.'))} [{row['publisher']}]."


def _table(material: Material, rows: list[Row]) -> Table:
    t = material.words.t
    leads = {row["pledge"]: _lead(material, row) for row in rows}
    body, publishers = [], []
    for row in rows:
        lead = leads[row["pledge"]]
        newest = Cell("–")
        if lead is not None:
            newest = material.newest(lead)
            if lead["latest_value"] is not None:
                publishers.append(lead["publisher"])
        body.append(
            (
                Cell(f"{row['pledge']} · {row['title']}"),
                material.reported(row),
                material.status(row["status"], row["reason"]),
                material.status(row["since_signature_status"], row["since_signature_reason"]),
                material.outcome(row),
                Cell(lead["title"] if lead is not None else "–"),
                newest,
            )
        )
    head = (
        t("Pledge"), t("Reported"), t("Trajectory"), t("Since signature"), t("Outcome"), t("Lead indicator"), t("Newest"),
    )  # fmt: skip
    return Table(head, tuple(body), material.published_by(publishers) if publishers else material.counted_from())


def _lead(material: Material, pledge: Row) -> Row | None:
    return next((row for row in material.tracked(pledge["pledge"]) if row["place"] == 1), None)


def _drawings(material: Material, domain: str, rows: list[Row]) -> list[Drawing]:
    """The charts of the lead indicators; where none has enough values, of the first indicator of the domain that has."""
    keys = {row["pledge"] for row in rows}
    leads = [row for row in (_lead(material, pledge) for pledge in rows) if row is not None]
    assessed_first = sorted(leads, key=lambda row: row["status"] == "not_assessable")
    others = [row for row in indicator_rows.domain_indicators(material.ask, domain) if row["pledge"] in keys and not row["context"]]
    fit = [row for row in assessed_first if row["observations"] >= FEWEST] or [row for row in others if row["observations"] >= FEWEST][:1]
    chosen = list(dict.fromkeys(row["indicator"] for row in fit))[: 1 if material.brief else MOST_DRAWN]
    return [drawing for drawing in (material.drawing(key) for key in chosen) if drawing is not None]
