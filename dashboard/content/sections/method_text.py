"""The method in sentences, for the page and for briefings."""

from etl.i18n.translator import Translator
from etl.messages import N_
from etl.queries.query import Row

FIRMNESS = (
    N_(
        "Rules agree: how many of the rules that can be applied without inventing a bound read good, middle or bad as the deciding one. They share the same data, so this is no probability."
    ),
    N_("Base year: the status is computed again with the first point one earlier and one later."),
    N_("Margin: how far the newest value is from the nearest one at which the deciding rule would say something else."),
    N_(
        "Business as usual: the yearly changes of the ten years before the signature, drawn again 2,000 times with a fixed seed, give a range for each later year; at least six points are needed. Lying outside it is not the Declaration's effect: other things changed too."
    ),
    N_(
        "Early reading: months or quarters since the signature against the same ones a year before, and whether that change lies inside the range of earlier years. It is never a status."
    ),
    N_(
        "Two clocks: the trajectory is read from the newest data, also where these are older than the Declaration; since the signature only what came after it counts. The year of the signature counts for neither."
    ),
    N_(
        "As of a day: every value counts from its day of publication. Where that day is not stated it is marked as inferred or first seen, and changes on such days are not counted."
    ),
)

CODED = (
    N_("A rubric says for each level which dated acts would earn it; it is written before anything is scored, and has a day."),
    N_("Each coding says who made it (person, institution, machine), when, at which level, and cites the events it rests on."),
    N_("Words, plans and one party's statements about itself read announced only, whatever level they would earn."),
    N_("Contrary needs a cited act of a party; what third parties did and silence are never a breach."),
    N_("Where coders differ their codings stand side by side without a status until somebody decides."),
)

POINTS = (
    N_("A yearly value, or the sum of all twelve months or four quarters; a part of a year is shown and never compared with a whole one."),
    N_("No estimates, no values carried forward, no rounded or bounded statements (about, over, up to)."),
    N_("Only values after the last break in the series."),
    N_("A missing value stays missing: it is drawn as a gap, never as zero, never interpolated."),
    N_(
        "Several sources for one quantity all stand beside each other; the one assessed is chosen by a written rule, official statistics before statements."
    ),
)


def merit(words: Translator, counts: Row) -> list[str]:
    """How many of the figures (`declaration_rows.counts`) are of a time before the Declaration; nothing where none is."""
    if not counts["figures_before"]:
        return []
    return [
        words.nt(
            "This is the trajectory: {n} of {all} figures is of a time before the Declaration and is not its merit.",
            "This is the trajectory: {n} of {all} figures are of a time before the Declaration and are not its merit.",
            counts["figures_before"],
            all=words.number(counts["figures"]),
        )
    ]
