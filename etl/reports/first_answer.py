"""The first answer of a declaration: a few sentences that say how it stands, each derived from the build and true of what it holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from etl.i18n.labels import ATTRIBUTIONS, CODED_FAMILIES, DOMAINS, FIRST_DOMAINS, STATUSES
from etl.i18n.translator import Translator
from etl.queries import declaration_rows, event_rows, indicator_rows, pledge_rows
from etl.queries.query import Row

# How a pledge stands since the signature, in the order in which it is told.
STANDINGS = (
    "acts",
    "words",
    "nothing_since",
    "nothing_found",
    "not_searched",
    "not_judged",
    "coders_differ",
    "cannot_be_read",
    "not_measurable",
)
FULLY = ("achieved", "complete", "in_line")
WORDS = {"announced": "words", "no_evidence_found": "nothing_found", "not_searched": "not_searched", "not_started": "nothing_found"}
REASONS = {"not_coded": "not_judged", "sources_disagree": "coders_differ", "not_measurable": "not_measurable"}
# So many pledges are named in a sentence; more are counted.
MOST_NAMED = 6
# So many acts against a pledge are told; all are counted.
MOST_NAMED_PLEDGES = 2


@dataclass(frozen=True)
class Answer:
    """How a declaration stands: at most five sentences, then a line for each of the first domains, and what they were counted from.

    counts: pledges of the text by standing (`STANDINGS`), `pledges`, `fully_kept`, `contrary`, `setbacks` by the parties since the signature
    and `third_party_setbacks`. record_to and horizon: the newest day in the record, and of the newest evidence found; horizon is None
    where the record does not say.
    """

    declaration: str
    signed: date
    record_to: date
    today: date
    horizon: date | None
    sentences: tuple[str, ...]
    domains: tuple[tuple[str, str], ...]
    counts: dict[str, int]


def standing(row: Row) -> str:
    """How a pledge stands since the signature, from its family, status and reason on that clock."""
    if row["since_signature_status"] != "not_assessable":
        return WORDS.get(row["since_signature_status"], "acts")
    if row["family"] in CODED_FAMILIES and row["since_signature_reason"] == "no_data_since_signature":
        return "nothing_since"
    return REASONS.get(row["since_signature_reason"], "cannot_be_read")


def counted(words: Translator, name: str, count: int) -> str:
    """How many pledges stand so, as a part of a sentence; `name` is one of `STANDINGS`."""
    nt = words.nt
    match name:
        case "acts":
            return nt("{n} shows acts", "{n} show acts", count)
        case "words":
            return nt("{n} shows only words", "{n} show only words", count)
        case "nothing_since":
            return nt(
                "for {n} the evidence is no younger than the signature", "for {n} the evidence is no younger than the signature", count
            )
        case "nothing_found":
            return nt("for {n} a search found nothing", "for {n} a search found nothing", count)
        case "not_searched":
            return nt("{n} was not searched widely enough", "{n} were not searched widely enough", count)
        case "not_judged":
            return nt("{n} has not been judged", "{n} have not been judged", count)
        case "coders_differ":
            return nt("on {n} coders differ", "on {n} coders differ", count)
        case "not_measurable":
            return nt("{n} cannot be measured", "{n} cannot be measured", count)
        case _:
            return nt("{n} cannot be read from figures yet", "{n} cannot be read from figures yet", count)


def answer(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str) -> Answer:
    """The first answer as of the day the connection asks for."""
    head = declaration_rows.reach(connection, declaration)
    listed = pledge_rows.since_signature(connection, declaration)
    setbacks = event_rows.setbacks(connection, words.language, declaration)
    counts = _counts(listed, setbacks)
    if head["signed"] > head["as_of"]:
        sentences = [words.t("On {day} the declaration was not signed yet.", day=words.day(head["as_of"]))]
        domains: list[tuple[str, str]] = []
    else:
        sentences = [
            _acts(words, head, listed, counts),
            _rest(words, counts),
            _against(words, setbacks, acting_names(connection, words, declaration), counts),
            _reach(words, head),
            _first_figures(words, listed),
        ]
        domains = list(_domains(connection, words, declaration, listed))
    return Answer(
        declaration, head["signed"], head["record_to"], head["today"], head["horizon"],
        tuple(filter(None, sentences)), tuple(domains), counts,
    )  # fmt: skip


def _counts(listed: list[Row], setbacks: list[Row]) -> dict[str, int]:
    stands = Counter(map(standing, listed))
    return {
        "pledges": len(listed),
        **{name: stands[name] for name in STANDINGS},
        "fully_kept": sum(row["since_signature_status"] in FULLY for row in listed),
        "contrary": sum(row["since_signature_status"] == "contrary" for row in listed),
        "setbacks": sum(row["attribution"] != "third-party" for row in setbacks),
        "third_party_setbacks": sum(row["attribution"] == "third-party" for row in setbacks),
    }


def _acts(words: Translator, head: Row, listed: list[Row], counts: dict[str, int]) -> str:
    """Of how many pledges acts are known, and what is fully kept."""
    days = (head["as_of"] - head["signed"]).days
    acting = [_acting(words, row) for row in listed if standing(row) == "acts"]
    fully = [row["pledge"] for row in listed if row["since_signature_status"] in FULLY]
    t = words.t
    named = f" ({_named(words, acting)})" if acting else ""
    if fully:
        return t(
            "{days} days after the signature {acts} of {all} pledges show acts since then{named}; fully kept so far: {kept}.",
            days=words.number(days), acts=words.number(len(acting)), all=words.number(len(listed)), named=named, kept=_named(words, fully),
        )  # fmt: skip
    return t(
        "{days} days after the signature {acts} of {all} pledges show acts since then{named}; none is shown as fully kept.",
        days=words.number(days), acts=words.number(len(acting)), all=words.number(len(listed)), named=named,
    )  # fmt: skip


def _acting(words: Translator, row: Row) -> str:
    """A pledge on which there are acts, by its id; that they run against it is said."""
    if row["since_signature_status"] != "contrary":
        return str(row["pledge"])
    return words.pair(row["pledge"], words.inside(STATUSES["contrary"]))


def _named(words: Translator, keys: list[str]) -> str:
    if len(keys) <= MOST_NAMED:
        return ", ".join(keys)
    return words.t("{keys} and {n} more", keys=", ".join(keys[:MOST_NAMED]), n=words.number(len(keys) - MOST_NAMED))


def _rest(words: Translator, counts: dict[str, int]) -> str:
    """How all other pledges stand; nothing where there are no others."""
    others = [counted(words, name, counts[name]) for name in STANDINGS[1:] if counts[name]]
    return words.t("Of the others {others}.", others=words.listed(others)) if others else ""


def _against(words: Translator, setbacks: list[Row], acting: dict[str, str], counts: dict[str, int]) -> str:
    """What ran against a pledge, dated and by whom; what third parties did is told apart."""
    own = [row for row in setbacks if row["attribution"] != "third-party"]
    # The newest of each, so that a sentence does not name one party only where there are acts of others.
    newest: dict[str, Row] = {}
    for row in own:
        newest.setdefault(row["attribution"], row)
    by = Counter(row["attribution"] for row in own)
    parts = []
    if own:
        parts.append(
            words.nt(
                "Against the direction of a pledge the record holds {n} act or outcome since the signature ({by}): {newest}.",
                "Against the direction of a pledge the record holds {n} acts and outcomes since the signature ({by}), among them {newest}.",
                len(own),
                by=", ".join(f"{acting[who]} {words.number(count)}" for who, count in sorted(by.items())),
                newest=words.series(
                    words.pair(
                        f"{words.dated(row['date'], row['date_precision'])}, {acting[row['attribution']]} ({_named(words, row['pledges'])})",
                        row["summary"].rstrip("."),
                    )
                    for row in list(newest.values())[:MOST_NAMED_PLEDGES]
                ),
            )
        )
    else:
        parts.append(words.t("The record holds no act of a party against the direction of a pledge since the signature."))
    if counts["third_party_setbacks"]:
        parts.append(
            words.nt("({n} more was caused by third parties.)", "({n} more were caused by third parties.)", counts["third_party_setbacks"])
        )
    return " ".join(parts)


def _reach(words: Translator, head: Row) -> str:
    if head["horizon"] is None:
        return words.t("The newest entry of the record is of {day}.", day=words.day(head["record_to"]))
    return words.t(
        "The newest evidence found is of {horizon}; the newest entry of the record is of {day}.",
        horizon=words.day(head["horizon"]), day=words.day(head["record_to"]),
    )  # fmt: skip


def _first_figures(words: Translator, listed: list[Row]) -> str:
    """When yearly figures can first be read; nothing where no pledge is measured by any."""
    years = [int(row["earliest_assessable"]) for row in listed if row["earliest_assessable"]]
    if not years:
        return ""
    return words.t(
        "By figures a pledge can first be read in {year}, when those of {last} appear.", year=str(min(years)), last=str(min(years) - 1)
    )


def _domains(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str, listed: list[Row]) -> Iterable[tuple[str, str]]:
    """A line for each of the domains readers look for first: how its pledges stand, and how many of its indicators are bilateral."""
    present = {row["domain"] for row in listed}
    tracked = indicator_rows.counts_by_domain(connection, declaration)
    first = [domain for domain in FIRST_DOMAINS if domain in present] or sorted(present)[:4]
    for domain in first:
        own = [row for row in listed if row["domain"] == domain]
        stands = Counter(map(standing, own))
        standings = [counted(words, name, stands[name]) for name in STANDINGS if stands[name]]
        measured, bilateral = tracked.get(domain, (0, 0))
        indicators = words.t(
            "Indicators with data: {n}, of them between the parties: {bilateral}.",
            n=words.number(measured), bilateral=words.number(bilateral),
        )  # fmt: skip
        line = words.nt("{n} pledge: {standings}.", "{n} pledges: {standings}.", len(own), standings=words.listed(standings))
        yield domain, f"{line} {indicators}"


def domain_lines(words: Translator, found: Answer) -> list[str]:
    """The lines of the domains as text, each with its name."""
    return [words.pair(words.t(DOMAINS[domain]), line) for domain, line in found.domains]


def acting_names(connection: duckdb.DuckDBPyConnection, words: Translator, declaration: str) -> dict[str, str]:
    """Who can act, by code: the parties by name, and the words for all of them and for others, as they stand inside a sentence."""
    return {code: words.inside(name) for code, name in ATTRIBUTIONS.items()} | declaration_rows.party_names(
        connection, words.language, declaration
    )
