"""By whom pledges were coded, in sentences: what only machines coded is provisional, what one coder coded is nobody else's reading."""

from collections.abc import Sequence

from etl.i18n.translator import Translator
from etl.queries.query import Row


def coders_sentences(words: Translator, pledge: Row) -> list[str]:
    """Who coded a pledge (with the columns of `CODERS`), and whether that is provisional; nothing where nobody did."""
    if not pledge["coders"]:
        return []
    if pledge["by_machine"]:
        return [words.t("The coding is provisional: it was made by machine, and no person or institution has coded the pledge yet.")]
    if pledge["coders"] == 1:
        return [words.t("One person or institution coded it, and nobody else has.")]
    return [words.t("{n} coders coded it.", n=words.number(pledge["coders"]))]


def coders_sentences_of(words: Translator, pledges: Sequence[Row]) -> list[str]:
    """The same of several pledges: how many only machines coded, and how many one person or institution alone."""
    coded = [row for row in pledges if row["coders"]]
    machine = sum(row["by_machine"] for row in coded)
    alone = sum(row["coders"] == 1 and not row["by_machine"] for row in coded)
    sentences = (
        words.nt(
            "The coding of {n} of {all} coded pledges is provisional: it was made by machine, and no person or institution has coded it yet.",
            "The codings of {n} of {all} coded pledges are provisional: they were made by machine, and no person or institution has coded these pledges yet.",
            machine,
            all=words.number(len(coded)),
        )
        if machine
        else "",
        words.nt(
            "{n} of {all} coded pledges was coded by one person or institution, and by nobody else.",
            "{n} of {all} coded pledges were each coded by one person or institution, and by nobody else.",
            alone,
            all=words.number(len(coded)),
        )
        if alone
        else "",
    )
    return [sentence for sentence in sentences if sentence]
