"""The figures a briefing rests on, read from a build: the same question is asked when it is made and when it is verified."""

from collections.abc import Iterable

from dashboard.briefing.document import Figure
from etl.i18n.labels import CODED_FAMILIES
from etl.i18n.translator import translator
from etl.messages import N_
from etl.queries import declaration_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking, Row
from etl.reports.first_answer import answer

COUNTS = {
    "pledges": N_("pledges"),
    "with_data": N_("pledges have data"),
    "measured": N_("pledges measured by trend"),
    "measured_assessed": N_("measured pledges can be assessed by trend"),
    "judged": N_("pledges judged from acts"),
    "judged_coded": N_("others have been coded"),
    "acts": N_("pledges on acts"),
    "words": N_("pledges on words only"),
    "none": N_("pledges with no evidence found"),
}
# The counts of the first answer, which is about the declaration as a whole.
ANSWERED = {
    "acts": N_("pledges with acts since the signature"),
    "words": N_("pledges with only words since the signature"),
    "nothing_since": N_("pledges whose evidence is no younger than the signature"),
    "nothing_found": N_("pledges for which a search found nothing"),
    "not_searched": N_("pledges not searched widely enough"),
    "not_judged": N_("pledges not judged"),
    "coders_differ": N_("pledges on which coders differ"),
    "cannot_be_read": N_("pledges that cannot be read yet"),
    "fully_kept": N_("pledges fully kept since the signature"),
    "setbacks": N_("acts and outcomes against a pledge since the signature"),
    "third_party_setbacks": N_("acts and outcomes of third parties against a pledge since the signature"),
}


def counted(pledges: list[Row]) -> dict[str, int]:
    """How many of these pledges have data, can be assessed, have been coded, and on what; by the keys of COUNTS."""
    coded = [row for row in pledges if row["family"] in CODED_FAMILIES]
    measured = [row for row in pledges if row["family"] not in CODED_FAMILIES]
    rests = pledge_rows.carried_by(pledges, "status")
    return {
        "pledges": len(pledges),
        "with_data": sum(row["indicators_with_data"] > 0 for row in pledges),
        "measured": len(measured),
        "measured_assessed": sum(row["status"] != "not_assessable" for row in measured),
        "judged": len(coded),
        "judged_coded": sum(row["status"] != "not_assessable" for row in coded),
        "acts": rests["acts"],
        "words": rests["words"],
        "none": rests["none"],
    }


def figures(ask: Asking, pledges: Iterable[str], indicators: Iterable[str], drawn: Iterable[str]) -> tuple[Figure, ...]:
    """The figures of these pledges, of the newest values of these indicators, and of every value of the drawn ones, in a fixed order."""
    keys = set(pledges)
    listed = [row for row in pledge_rows.pledges(ask) if row["pledge"] in keys]
    found = [
        Figure("count", key, COUNTS[key], value=float(count))
        for key, count in counted([row for row in listed if row["in_declaration"]]).items()
    ]
    counts = answer(ask.cursor, translator(ask.lang), ask.declaration).counts
    found += [Figure("count", f"answer {key}", name, value=float(counts[key])) for key, name in ANSWERED.items()]
    names = declaration_rows.party_names(ask.cursor, ask.lang, ask.declaration)
    for row in listed:
        name = f"{row['pledge']} · {row['title']}"
        found.append(Figure("pledge", row["pledge"], name, row["status"], row["reason"] or ""))
        found.append(
            Figure(
                "pledge", f"{row['pledge']} since", name, row["since_signature_status"], row["since_signature_reason"] or "",
            )
        )  # fmt: skip
        found.append(Figure("pledge", f"{row['pledge']} outcome", name, row["outcome"] or "unknown"))
        by_party = {item["party"]: item for item in row["reported"]}
        for party in (party for party in names if party in by_party):
            day = str(by_party[party]["day"] or "")
            found.append(
                Figure("pledge", f"{row['pledge']} reported {party}", f"{name} ({names[party]})", by_party[party]["status"], period=day)
            )
    for key in sorted(set(indicators)):
        indicator = indicator_rows.indicator(ask, key)
        if indicator is None:
            continue
        title, unit = indicator["title"], indicator["symbol"] or indicator["unit_name"]
        found.append(Figure("indicator", key, title, indicator["status"], indicator["reason"] or ""))
        newest = indicator_rows.headline(ask, key)
        if newest is not None and not newest["withheld"]:
            found.append(Figure("newest", key, title, value=newest["value"], period=newest["period"], unit=unit, url=newest["url"] or ""))
    for key in sorted(set(drawn)):
        indicator = indicator_rows.indicator(ask, key)
        if indicator is None:
            continue
        found += [
            Figure(
                "observation", f"{key} {row['series']} {row['period']}", indicator["title"],
                value=row["value"], period=row["period"], unit=indicator["symbol"] or indicator["unit_name"], url=row["url"] or "",
            )
            for row in observation_rows.observations(ask, key)
            if row["value"] is not None
        ]  # fmt: skip
    return tuple(found)
