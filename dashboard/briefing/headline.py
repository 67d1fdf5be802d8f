"""The first part: what can be said, what cannot, and when it will be."""

from collections import Counter

from dashboard import queries
from dashboard.briefing.material import Material
from dashboard.briefing.model import Block, Cell, Paragraph, Part, Table
from dashboard.briefing.reading import COUNTS, counted
from etl.vocabulary import DOMAINS, REASONS


def headline(material: Material) -> Part:
    """Coverage before counts; the message is how many pledges have a status at all, and how many of those rest on words."""
    t, nt, number = material.words.t, material.words.nt, material.words.number
    pledges = material.pledges
    counts = counted(pledges)
    columns = (_can(material, counts), _cannot(material), _when(material))
    head = (t("What can be said"), t("What cannot be said"), t("When it will be"))
    said = tuple(Cell("\n".join(lines)) for lines in columns)
    blocks: list[Block] = [Table(head, (said,), material.counted_from())]
    if pledges and material.choice.length == "one-page":
        blocks.append(material.bars({t("All pledges"): Counter(row["status"] for row in pledges)}))
    elif pledges:
        by_domain = queries.by_status(pledges, "domain")
        blocks.append(material.bars({t(DOMAINS[domain]): by_domain[domain] for domain in queries.ordered_domains(pledges)}))
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
    assessed = counts["measured_assessed"] + counts["judged_coded"]
    message = nt(
        "{assessed} of {n} pledge has a status, {words} of them on words only.",
        "{assessed} of {n} pledges have a status, {words} of them on words only.",
        len(pledges),
        assessed=number(assessed),
        words=number(counts["words"]),
    )
    return Part("headline", t("What can be said, what cannot, and when it will be"), message, tuple(blocks), material.meanings(pledges))


def _can(material: Material, counts: dict[str, int]) -> list[str]:
    t, number = material.words.t, material.words.number
    said = [
        f"{number(counts[part])} / {number(counts[whole])} {t(COUNTS[part])}."
        for part, whole in (("with_data", "pledges"), ("measured_assessed", "measured"), ("judged_coded", "judged"))
        if counts[whole]
    ]
    if counts["judged"]:
        said.append(
            "– "
            + t(
                "{acts} on acts, {words} on words only, {none} with no evidence found",
                acts=number(counts["acts"]), words=number(counts["words"]), none=number(counts["none"]),
            )
            + "."
        )  # fmt: skip
    return said


def _cannot(material: Material) -> list[str]:
    reasons = Counter(row["reason"] for row in material.pledges if row["reason"])
    said = [
        material.words.pair(material.words.t(REASONS[reason]), material.words.number(count)) + "."
        for reason, count in reasons.most_common()
    ]
    return said or [material.words.t("Every pledge has a status.")]


def _when(material: Material) -> list[str]:
    """The clock since the signature, and the next days somebody named."""
    nt, number = material.words.nt, material.words.number
    since = queries.carried_by(material.pledges, "since_signature_status")
    said = [
        nt(
            "Since the signature: {n} pledge has acts to show, {words} only words, {none} nothing that was found. Figures need four whole years after it: the first can be read from {day}.",
            "Since the signature: {n} pledges have acts to show, {words} only words, {none} nothing that was found. Figures need four whole years after it: the first can be read from {day}.",
            since["acts"],
            words=number(since["words"]),
            none=number(since["none"]),
            day=material.day(queries.counts(material.ask)["first_assessable"]),
        )
    ]
    keys = {row["pledge"] for row in material.chosen}
    named = [
        row
        for row in queries.due(material.ask)
        if row["reason"] == "named_day" and row["state"] != "overdue" and keys.intersection(row["pledges"])
    ]
    said += [material.words.pair(material.words.reduced(row["period"]), row["title"]) + "." for row in named[: 1 if material.brief else 3]]
    return said
