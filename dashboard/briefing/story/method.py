"""The method in one page: what counts, how statuses come about, how firm they are."""

from dashboard.briefing.document import Bullets, Cell, Paragraph, Part, Table
from dashboard.briefing.story.context import Material
from dashboard.content.sections.method_text import CODED, FIRMNESS, POINTS
from etl.i18n.labels import FAMILIES, FAMILY_SENTENCES, RULE_NAMES
from etl.queries import declaration_rows


def method(material: Material) -> Part:
    """Families, the deciding rule, points, codings, firmness."""
    t = material.words.t
    deciding = "; ".join(
        t("{rule}, from {day}", rule=t(RULE_NAMES[item["rule"]]), day=material.day(item["valid_from"]))
        for item in declaration_rows.primary_rules(material.ask)
    )
    families = tuple((Cell(t(FAMILIES[key])), Cell(t(FAMILY_SENTENCES[key]))) for key in FAMILIES)
    return Part(
        "method",
        t("Method"),
        t(
            "The family of a pledge comes from the Declaration's own words alone. It decides how the pledge can be judged. Families are never averaged together."
        ),
        (
            Table(
                (t("Family"), t("Meaning")),
                families,
                t("Source: the method of this project; as of {day}.", day=material.day(material.head["as_of"])),
            ),
            Paragraph(t("The rule that decides the status of measured indicators: {rules}.", rules=deciding)),
            Bullets(tuple(t(line) for line in (*POINTS[:4], *CODED[:4]))),
            Bullets(tuple(t(line) for line in (FIRMNESS[0], FIRMNESS[2], FIRMNESS[5], FIRMNESS[6]))),
        ),
        t(CODED[4]),
    )
