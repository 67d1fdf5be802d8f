"""Short parts for the pledges without one in the story: a presenter jumps to them when a question comes."""

from collections.abc import Collection

from dashboard.briefing.document import Block, Cell, Paragraph, Part, Table
from dashboard.briefing.story.context import Material
from etl.i18n.labels import CODED_FAMILIES, MEASURED_SENTENCES
from etl.i18n.translator import Translator
from etl.queries import pledge_rows
from etl.queries.query import Row
from etl.reports.explain_pledge import pledge_reasons
from etl.reports.status_text import headline


def backup_parts(material: Material, shown: Collection[str]) -> tuple[Part, ...]:
    """A part for every pledge of the register, chosen or not, whose part is not among the keys `told`; in the order of the register.

    Told from material of its own: what stands here is neither listed as a source of the story nor verified with its figures.
    """
    keys = [row["pledge"] for row in material.register if f"pledge-{row['pledge']}" not in shown]
    if not keys:
        return ()
    own = Material(material.ask, material.words, material.build, material.choice, material.head, material.register, material.register)
    rows = {row["pledge"]: row for row in pledge_rows.whole_pledges(material.ask)}
    leads = {key: next((item for item in own.tracked(key) if item["place"] == 1), None) for key in keys}
    return tuple(_part(own, rows[key], leads[key]) for key in keys)


def _part(material: Material, row: Row, lead: Row | None) -> Part:
    t, words = material.words.t, material.words
    listed = next(item for item in material.register if item["pledge"] == row["pledge"])
    readings = (
        material.reported(listed),
        material.status(row["status"], row["reason"]),
        material.status(row["since_signature_status"], row["since_signature_reason"]),
        material.outcome(listed),
    )
    head = (t("Reported"), t("Trajectory"), t("Since signature"), t("Outcome, credited to nobody"))
    blocks: list[Block] = [Table(head, (readings,), material.counted_from()), Paragraph(_why(words, row))]
    if lead is not None:
        figure = (Cell(lead["title"]), material.newest(lead))
        published = [lead["publisher"]] if lead["latest_value"] is not None else []
        blocks.append(Table((t("Lead indicator"), t("Newest")), (figure,), material.published_by(published)))
    return Part(
        f"pledge-{row['pledge']}",
        f"{row['pledge']} · {row['title']}",
        words.pair(t("Trajectory"), headline(words, row["status"], row["reason"])) + ".",
        tuple(blocks),
        "\n".join((row["summary"], material.meanings([row]))),
    )


def _why(words: Translator, row: Row) -> str:
    """Why the pledge reads as it does, in one sentence: what its status means where an indicator carries it."""
    if row["family"] not in CODED_FAMILIES and row["status"] in MEASURED_SENTENCES and row["status"] not in ("mixed", "not_assessable"):
        return words.t(MEASURED_SENTENCES[row["status"]])
    return pledge_reasons(words, row)[0]
