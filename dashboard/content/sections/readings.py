"""The readings that stand beside a status, as text: what each party reports of itself, what the data did; and counts of all of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from etl.i18n.labels import OUTCOMES, REPORTED
from etl.i18n.translator import Translator
from etl.queries.query import Row
from etl.reports.explain_pledge import reported_text


def reported(words: Translator, parties: Mapping[str, str], row: Row) -> list[str]:
    """What each party says of itself, with the day where it says anything, those of one reading in one line; a row of `pledge_rows.pledges`."""
    by_party = {item["party"]: item for item in row["reported"]}
    alike: dict[tuple[str, date | None], list[str]] = {}
    for party in (party for party in parties if party in by_party):
        alike.setdefault((by_party[party]["status"], by_party[party]["day"]), []).append(party)
    return [
        reported_text(words, {spoken[0]: ", ".join(parties[party] for party in spoken)}, by_party[spoken[0]]) for spoken in alike.values()
    ]


def outcome(words: Translator, row: Row) -> str:
    """What the data of which indicator did, in a word that is neither good nor bad; a dash where nothing can be said."""
    if row["outcome"] in (None, "unknown"):
        return "–"
    return words.pair(row["outcome_title"], words.t(OUTCOMES[row["outcome"]]))


def counted(words: Translator, names: Mapping[str, str], found: Iterable[str]) -> str:
    """How often each of these words occurs, in their order."""
    counts = Counter(found)
    return ", ".join(f"{words.t(name)} {counts[code]}" for code, name in names.items() if counts[code])


def reported_counts(words: Translator, parties: Mapping[str, str], rows: list[Row]) -> list[str]:
    """How many pledges each party speaks of and how, a line for each."""
    return [
        words.pair(
            words.t("Reported by {party}", party=name),
            counted(words, REPORTED, (item["status"] for row in rows for item in row["reported"] if item["party"] == party)),
        )
        for party, name in parties.items()
    ]


def outcome_counts(words: Translator, rows: list[Row]) -> str:
    """How many pledges have which outcome, in a line."""
    return words.pair(words.t("Outcome, credited to nobody"), counted(words, OUTCOMES, (row["outcome"] or "unknown" for row in rows)))
