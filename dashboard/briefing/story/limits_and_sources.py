"""The last part of a short briefing: what limits it, the method in three sentences, whom it relies on; all on one slide."""

from dashboard.briefing.document import Bullets, Paragraph, Part
from dashboard.briefing.story.context import Material
from dashboard.briefing.story.risks_and_gaps import SPOKEN, risks, unjudged
from dashboard.content.sections.method_text import CODED, FIRMNESS, POINTS
from etl.i18n.labels import EVIDENCE
from etl.messages import N_
from etl.queries import declaration_rows

TITLE = N_("Limits, method and sources")
# The sentences of the method without which the rest is misread.
SHORTEST_METHOD = (CODED[2], FIRMNESS[5], POINTS[3])
# So many publishers of a kind are named, those that gave most.
MOST_NAMED = 12


def basis(material: Material) -> Part:
    """Limits, method, publishers by their kind; told after the parts that use them."""
    t, nt = material.words.t, material.words.nt
    used = [row for row in declaration_rows.sources(material.ask) if row["source"] in material.sources]
    listed = []
    for kind in EVIDENCE:
        publishers = list(dict.fromkeys(row["publisher"] for row in used if row["kind"] == kind))
        if publishers:
            lines = [", ".join(publishers[:MOST_NAMED])]
            if (left := len(publishers) - MOST_NAMED) > 0:
                lines.append(nt("{n} more in the full briefing", "{n} more in the full briefing", left))
            listed.append(material.words.pair(t(EVIDENCE[kind]), f"{material.words.series(lines)}."))
    blocks = [Bullets(tuple(risks(material))), Bullets(tuple(t(line) for line in SHORTEST_METHOD)), Bullets(tuple(listed))]
    blocks = [block for block in blocks if block.items]
    as_of = Paragraph(t("Sources of all that is shown or counted here; as of {day}.", day=material.day(material.head["as_of"])), soft=True)
    return Part("basis", t(TITLE), unjudged(material), (*blocks, as_of), t(SPOKEN))
