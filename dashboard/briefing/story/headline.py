"""The first part: what can be said, what cannot, and when it will be."""

from collections import Counter

from dashboard.briefing.document import Block, Cell, Paragraph, Part, Table
from dashboard.briefing.figures import counted
from dashboard.briefing.story import sentences
from dashboard.briefing.story.context import Material
from etl.i18n.labels import DOMAINS, REASONS
from etl.i18n.translator import Translator
from etl.queries import event_rows, pledge_rows
from etl.reports.status_text import first_reading

# So many pledges are named by their numbers; so many domains are told in short without bars that compare them.
FEW = 3


def headline(material: Material) -> Part:
    """Coverage before counts; the message is how many pledges have a status at all, and how many of those rest on words."""
    t, nt = material.words.t, material.words.nt
    pledges = material.pledges
    counts = counted(pledges)
    columns = (_can(material, counts), _cannot(material), _when(material))
    head = (t("What can be said"), t("What cannot be said"), t("When it will be"))
    cells = tuple(Cell("\n".join(lines)) for lines in columns)
    domains = pledge_rows.ordered_domains(pledges)
    blocks: list[Block] = [Table(head, (cells,), material.counted_from())]
    if pledges:
        blocks.append(material.three_readings(pledges))
    if pledges and material.choice.length == "one-page":
        blocks.append(material.bars({t("All pledges"): Counter(row["status"] for row in pledges)}))
    elif len(domains) > FEW or (domains and not material.brief):
        by_domain = pledge_rows.by_status(pledges, "domain")
        blocks.append(material.bars({t(DOMAINS[domain]): by_domain[domain] for domain in domains}))
    whole = sum(row["in_declaration"] for row in material.register)
    if len(pledges) < whole:
        blocks.append(
            Paragraph(
                nt(
                    "This briefing is about a part of the register, which holds {n} pledge of the Declaration.",
                    "This briefing is about a part of the register, which holds {n} pledges of the Declaration.",
                    whole,
                ),
                soft=True,
            )
        )
    return Part(
        "headline",
        t("What can be said, what cannot, and when it will be"),
        _message(material, counts),
        tuple(blocks),
        material.meanings(pledges),
    )


def _message(material: Material, counts: dict[str, int]) -> str:
    """How many pledges have a status at all, and how many of those rest on words or on nothing that was found."""
    words = material.words
    assessed = counts["measured_assessed"] + counts["judged_coded"]
    if not assessed:
        return words.t("No pledge has a status yet.")
    if len(material.pledges) == 1:
        return sentences.sentence(sentences.counts_text(words, Counter(row["status"] for row in material.pledges)))
    text = sentences.sentence(
        words.nt("{n} {of} has a status", "{n} {of} have a status", assessed, of=_of_pledges(words, counts["pledges"]))
    )
    weak = sentences.clauses(words, {"words": counts["words"], "none": counts["none"]}, noun=False)
    return words.t("{said}; of these, {weak}.", said=text.removesuffix("."), weak=words.listed(weak)) if weak else text


def _of_pledges(words: Translator, count: int) -> str:
    return words.nt("of {n} pledge", "of {n} pledges", count)


def _can(material: Material, counts: dict[str, int]) -> list[str]:
    t, nt, number = material.words.t, material.words.nt, material.words.number
    lines = []
    if counts["with_data"]:
        lines.append(
            nt(
                "{n} {of} has published figures",
                "{n} {of} have published figures",
                counts["with_data"],
                of=_of_pledges(material.words, counts["pledges"]),
            )
        )
    if counts["measured_assessed"]:
        lines.append(
            nt(
                "{n} {of} has a trend that can be judged",
                "{n} {of} have a trend that can be judged",
                counts["measured_assessed"],
                of=nt("of {n} pledge measured by figures", "of {n} pledges measured by figures", counts["measured"]),
            )
        )
    if counts["judged_coded"]:
        how = (
            t("{n} on acts", n=number(counts["acts"])) if counts["acts"] else "",
            t("{n} on words only", n=number(counts["words"])) if counts["words"] else "",
            t("{n} with no act found", n=number(counts["none"])) if counts["none"] else "",
        )
        coded = nt(
            "{n} {of} has been coded",
            "{n} {of} have been coded",
            counts["judged_coded"],
            of=nt("of {n} pledge judged from acts", "of {n} pledges judged from acts", counts["judged"]),
        )
        lines.append(material.words.pair(coded, ", ".join(part for part in how if part)))
    return [sentences.sentence(line) for line in lines] or [t("No pledge has a status yet.")]


def _cannot(material: Material) -> list[str]:
    """Each reason with the pledges it concerns: their numbers where they are few."""
    nt, pair = material.words.nt, material.words.pair
    missing = [row for row in material.pledges if row["reason"]]
    lines = []
    for reason, count in Counter(row["reason"] for row in missing).most_common():
        named = ", ".join(row["pledge"] for row in missing if row["reason"] == reason)
        lines.append(pair(material.words.t(REASONS[reason]), named if count <= FEW else nt("{n} pledge", "{n} pledges", count)) + ".")
    return lines or [material.words.t("Every pledge has a status.")]


def _when(material: Material) -> list[str]:
    """The clock since the signature, and the next days somebody named."""
    words = material.words
    since = pledge_rows.carried_by(material.pledges, "since_signature_status")
    rests = sentences.clauses(words, {kind: since[kind] for kind in ("acts", "words", "none")})
    lines = [words.pair(words.t("Since signature"), words.listed(rests) + ".")] if rests else []
    first = material.counts()["first_assessable"]
    if first and int(first) >= material.head["as_of"].year:
        lines.append(
            words.t(
                "Figures need four whole years after the signature: the first can be read in {year}, when those of {last} appear.",
                **first_reading({"earliest_assessable": first}),
            )
        )
    keys = {row["pledge"] for row in material.chosen}
    named = [
        row
        for row in event_rows.due(material.ask)
        if row["reason"] == "named_day" and row["state"] != "overdue" and keys.intersection(row["pledges"])
    ]
    shown = named[: 1 if material.brief else 3]
    return lines + [words.t("Named for {day}: {what}.", day=words.reduced(row["period"]), what=row["title"]) for row in shown]
