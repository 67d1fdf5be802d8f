"""Who published what this briefing says, under which terms."""

from dashboard.briefing.document import Cell, Part, Table
from dashboard.briefing.story.context import Material
from etl.i18n.labels import EVIDENCE, TERMS, TIERS
from etl.queries import declaration_rows


def sources(material: Material) -> Part:
    """The sources that the other parts used; told after them."""
    t, nt = material.words.t, material.words.nt
    used = [row for row in declaration_rows.sources(material.ask) if row["source"] in material.sources]
    unverified = sum(row["terms"] == "unverified" for row in used)
    body = tuple(
        (
            Cell(row["publisher"], url=row["url"] or ""),
            Cell(t(EVIDENCE[row["kind"]])),
            Cell(t(TIERS[row["tier"]])),
            Cell(t(TERMS[row["terms"]]), url=row["terms_url"] or ""),
            Cell(material.day(row["accessed"])),
        )
        for row in used
    )
    head = (t("Publisher"), t("Kind"), t("Nearness"), t("Terms"), t("Accessed"))
    message = nt("The figures and events shown come from {n} source.", "The figures and events shown come from {n} sources.", len(used))
    if unverified:
        message += " " + nt("The terms of {n} could not be verified.", "The terms of {n} could not be verified.", unverified)
    return Part(
        "sources",
        t("Sources"),
        message,
        (Table(head, body, t("Source: the register of sources of this project; as of {day}.", day=material.day(material.head["as_of"]))),),
        t("Every figure has a source, a day and a unit."),
    )
