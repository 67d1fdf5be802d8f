"""Risks and gaps: what is missing, what rests on words, what is not firm, what went the other way; nobody is blamed for it."""

from collections import Counter

from dashboard.briefing.document import Block, Bullets, Cell, Paragraph, Part, Table
from dashboard.briefing.story import sentences
from dashboard.briefing.story.context import Material
from dashboard.briefing.story.domain import event_line
from etl.i18n.labels import REASON_SENTENCES, REASONS
from etl.messages import N_
from etl.queries import event_rows

SPOKEN = N_("A statement is not a statistic; missing is missing, not zero; a gap says nothing about anybody.")


def gaps(material: Material) -> Part:
    """Reasons why pledges cannot be judged, then what weakens or may change what is said."""
    t, number = material.words.t, material.words.number
    pledges = material.pledges
    missing = [row for row in pledges if row["reason"]]
    reasons = Counter(row["reason"] for row in missing)
    blocks: list[Block] = []
    if reasons:
        body = tuple(
            (
                Cell(t(REASONS[reason])),
                Cell(number(count), number=True),
                Cell(t(REASON_SENTENCES[reason])),
                Cell(", ".join(row["pledge"] for row in missing if row["reason"] == reason)),
            )
            for reason, count in reasons.most_common()
        )
        blocks.append(Table((t("Reason"), t("Pledges"), t("Meaning"), t("No.")), body, material.counted_from()))
    blocks.append(Bullets(tuple(risks(material))))
    if material.choice.length == "full":
        blocks.append(Paragraph(material.head["text_status"], soft=True))
    return Part("gaps", t("Risks and gaps"), unjudged(material), tuple(blocks), t(SPOKEN))


def unjudged(material: Material) -> str:
    """How many pledges cannot be judged, and why."""
    t, pair = material.words.t, material.words.pair
    reasons = Counter(row["reason"] for row in material.pledges if row["reason"])
    if not reasons:
        return t("Every pledge has a status.")
    ((most, _),) = reasons.most_common(1)
    text = sentences.sentence(sentences.counts_text(material.words, {"not_assessable": reasons.total()})).removesuffix(".")
    why = sentences.lowered(t(REASONS[most]))
    return pair(text, f"{why}.") if len(reasons) == 1 else t("{said}; the most frequent reason: {why}.", said=text, why=why)


def risks(material: Material) -> list[str]:
    """What weakens or may change what is said, in sentences."""
    t, nt = material.words.t, material.words.nt
    pledges = material.pledges
    # In a short one it stands at the head already.
    lines = ["" if material.brief else material.gap()]
    on_words = sum(row["status"] == "announced" for row in pledges)
    if on_words and not material.brief:
        lines.append(nt("{n} pledge rests on words only.", "{n} pledges rest on words only.", on_words))
    loose = sum(row["rules_agreeing"] < row["rules_applicable"] for row in pledges if row["rules_applicable"])
    if loose:
        lines.append(nt("For {n} measured pledge not all rules agree.", "For {n} measured pledges not all rules agree.", loose))
    keys = {row["pledge"] for row in material.chosen}
    overdue = [row for row in event_rows.due(material.ask) if row["state"] == "overdue" and keys.intersection(row["pledges"])]
    if overdue:
        lines.append(
            nt(
                "{n} release, named day or search is overdue for the project to look at.",
                "{n} releases, named days or searches are overdue for the project to look at.",
                len(overdue),
            )
        )
    setbacks = [
        row
        for row in event_rows.events(material.ask)
        if row["direction"] == "setback" and row["date"] > material.head["signed"] and keys.intersection(row["pledges"])
    ]
    if setbacks:
        counted = nt("{n} setback since the signature is logged.", "{n} setbacks since the signature are logged.", len(setbacks))
        lines.append(
            counted
            if material.choice.length == "one-page"
            else f"{counted} {t('The newest, {event}', event=event_line(material, setbacks[0]))}"
        )
    return [line for line in lines if line]
