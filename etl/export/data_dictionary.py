"""What every column of an export means: one name, one type, one meaning, in whatever table it stands.

Columns that end in a language (`title_fr`) mean what their name without it does.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.i18n.languages import LANGUAGES, SOURCE
from etl.i18n.translator import translator
from etl.record.models import Entry

Type = Literal["string", "number", "integer", "boolean", "date"]
# Texts where nothing says otherwise.
TYPES: dict[object, Type] = {date: "date", bool: "boolean", int: "integer", float: "number"}


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, the type of its cells, and what it means."""

    name: str
    type: Type
    meaning: str


def column(name: str, model: type[Entry] | None = None) -> Column:
    """The column of this name: what its `model` says of it, where there is one, else our list. Raises KeyError where nothing says it."""
    described = model.model_fields.get(name) if model is not None else None
    if described is not None and described.description:
        return Column(name, TYPES.get(described.annotation, "string"), described.description)
    base, _, language = name.rpartition("_")
    for kind, meanings in MEANINGS.items():
        if name in meanings:
            return Column(name, kind, meanings[name])
        if language in LANGUAGES and base in meanings:
            return Column(name, kind, f"{meanings[base]} In {translator(SOURCE).language_name(language)}.")
    raise KeyError(f"no meaning of the exported column {name}; add it to MEANINGS in etl/export/data_dictionary.py")


MEANINGS: dict[Type, dict[str, str]] = {
    "string": {
        "earliest_assessable": "Year in which a status since the signature can first be read, when the figures of the year before appear.",
        "lead_answers": "How far the lead indicator answers the pledge: directly, partly, no.",
        "outcome": "What the data of an indicator did, credited to nobody: rising, falling, steady, mixed, unknown.",
        "outcome_indicator": "The indicator whose outcome is told: it answers the pledge partly, or lies between the parties.",
        "outcome_party": "The party whose figures these are, where they are of one party alone.",
        "evidence_newest_kind": "Whether the newest evidence is an observation or an event.",
        "abbreviation": "Short form of the name.",
        "actor": "Who acted, by name.",
        "attribution": "Whose act it was: joint, third-party, or the code of a party.",
        "base_earlier": "What the rule would say with its base one year earlier.",
        "base_later": "What the rule would say with its base one year later.",
        "baseline_period": "Period the indicator is compared with.",
        "basis": "stated: a source says it; inferred: the project concluded it.",
        "body": "Body in charge of the pledge.",
        "cause": "Of an event: who or what caused it. Of a change of status: new_period, revised_data, changed_target, changed_rule, recoding.",
        "choice": "Why this series was chosen among several.",
        "clause_group": "Pledges that were probably one clause share it; headlines count both.",
        "coder": "Who made the coding.",
        "coder_kind": "person, institution or machine.",
        "concerns": "What the correction is about: ids separated by spaces.",
        "correction": "Id of the correction.",
        "counterpart": "Partner or origin: a code of geos; empty where there is none.",
        "data_owner": "Who publishes the data of the indicator.",
        "date_precision": "day, or month where only the month is known (the day is then its first).",
        "day_basis": "How the day is known: stated, inferred, or first_seen by the project.",
        "declaration": "Id of the declaration.",
        "definition": "What the indicator measures.",
        "dimension": "What a unit measures; units of one dimension convert by their factors.",
        "direction": "Of an indicator: what counts as progress (higher, lower, stable, done, context). Of an event: progress, setback or neutral.",
        "domain": "Subject, such as transport, energy or migration.",
        "event": "Id of the event.",
        "events_to": "Month of the newest event found.",
        "evidence": "Kind of evidence: statistics, act, statement, third_party, press.",
        "evidence_quality": "The best kind of evidence the pledge has.",
        "family": "How it is judged: quantified, threshold, direction, milestone or declaratory.",
        "family_reason": "Why it belongs to its family.",
        "first_period": "First period with a row.",
        "frequency": "A yearly, S half-yearly, Q quarterly, M monthly, D daily, R a start and a length; of indicators also E, as events occur.",
        "geo": "Reporter, destination or host: a code of geos.",
        "grade": "A: the declaration's own words, as quoted by an outlet; B: press paraphrase only.",
        "indicator": "Id of the indicator; of a pledge's status the lead indicator it reads as.",
        "input": "Series that goes into the computation.",
        "instrument": "The act that implements the pledge.",
        "key": "Id of the pledge or indicator that changed.",
        "kind": "Of a source what it usually gives; of a target target, plan, forecast or expectation; of a place country, joint, group or water; of a name or a submission what it is.",
        "language": "Language in which it was said; the other texts are translations.",
        "languages": "Languages, separated by spaces.",
        "last_period": "Last period with a row.",
        "lead_reason": "Why this indicator leads.",
        "level": "Of a rubric: its level. Of a change: pledge or indicator.",
        "licence": "Terms of re-use, as the project understands them.",
        "measures": "Whose side is measured: both, or the code of a party.",
        "mirror_of": "The indicator that measures the same flow as the other side reports it.",
        "name": "Name; as a column of its own the key of an approved name.",
        "not_measurable": "Why no meaningful indicator exists.",
        "note": "What a reader should know (English).",
        "nature": "act, claim, plan or outcome.",
        "noticed_by": "Who noticed the mistake: project, party, publisher or reader.",
        "obligor": "Who undertook it: joint or one party.",
        "operation": "sum of `of`; difference of `of` less `over`; share, `of` per hundred of `over`; percent_of, `over` percent of `of`; remainder, `of` without `over` percent.",
        "outlets": "What was searched.",
        "part": "Part of the declaration.",
        "part_basis": "How the part is known: stated, inferred or unclear.",
        "parties": "Codes of the parties, separated by spaces.",
        "party": "Code of a party: who commented, or whose body is in charge.",
        "period": "What a value covers, as SDMX TIME_PERIOD: 2025, 2025-S1, 2025-Q3, 2025-08, 2025-11-12, or start and length such as 2025-01-01/P9M.",
        "place": "Place of signature.",
        "pledge": "Id of the pledge within its declaration.",
        "published": "When the world could know it: a day, a month or a year.",
        "published_basis": "How that day is known: stated by the publisher, inferred, or first_seen by the project.",
        "publisher": "Who published it.",
        "qualifier": "Exactness: ~ about, > more than, < up to; empty where exact.",
        "quotation": "The quoted words.",
        "quotation_language": "Language of the quotation.",
        "quotation_source": "Source of the quotation.",
        "quotation_url": "Page of the quotation.",
        "rationale": "Why this score.",
        "reason": "Why there is no status, or what limits it.",
        "reason_before": "The reason before the change.",
        "release_every": "How often the publisher releases.",
        "release_next": "Next expected release.",
        "result": "What the search found.",
        "right": "What is right.",
        "role": "Of an input: of or over. Of a coding: coding or decision.",
        "rule": "The rule that decides.",
        "score": "Score by the rubric; empty where no evidence was found.",
        "terms": "What is known of the terms: verified (they let us pass values on), facts (no licence needed) or unverified.",
        "terms_url": "The page that states the terms.",
        "searched_to": "Day of the last logged search.",
        "series": "Id of the series: `<publisher>:<code>:<geo>[:<counterpart>]`, `reported:...` or `derived:...`.",
        "short_title": "Short title.",
        "since_signature_reason": "Why there is no status since the signature.",
        "since_signature_status": "Status on the years that lie wholly after the signature.",
        "source": "Id of the source; of a series that of its newest value.",
        "source_url": "Where the source is: values that are not in this export are found there.",
        "sources": "Ids of all sources of the series, separated by spaces, the newest first.",
        "speaker": "Who said it.",
        "said_on": "When it was said: a day, a month or a year.",
        "status": "Of a value the SDMX OBS_STATUS: A normal, E estimate, P provisional, B break, M missing. Of a pledge or indicator how it reads: on_track, not_assessable and so on.",
        "status_before": "The status before the change.",
        "strength": "How firm the verb is: firm, agree, intend, aspire, affirm or unknown.",
        "submission": "Id of the submission.",
        "successor": "Id of the pledge that counts in its place.",
        "summary": "What it says or what happened, in a sentence or two.",
        "symbol": "How the unit is written after a number.",
        "text": "The text.",
        "text_status": "What is known of the declaration's text.",
        "tier": "How near to the origin: original, agency, press or mirror.",
        "title": "Title.",
        "unit": "Unit of the values of the row: a code of units.",
        "url": "The page or file.",
        "why": "The reason given.",
        "wrong": "What was wrong.",
    },
    "number": {
        "base_value": "Value the rule starts from.",
        "factor": "A value times this is the value in the dimension's base unit.",
        "flips_at": "The nearest newest value at which the rule would say something else.",
        "latest_value": "Newest value the rule uses.",
        "value": "The number, in the unit of the row; empty where it is missing or not passed on, never zero in place of that.",
        "yearly_change": "Average change per year by the rule.",
    },
    "integer": {
        "assessable_indicators": "Indicators of the pledge that have a status.",
        "base_period": "Year of the value the rule starts from.",
        "coding": "Number of the coding within its declaration.",
        "decimals": "How many decimals are shown at most.",
        "events": "Events that concern the pledge.",
        "evidence_sources": "How many sources the evidence comes from.",
        "indicators": "Indicators of the pledge.",
        "indicators_with_data": "Indicators of the pledge with at least one value.",
        "latest_period": "Year of the newest value the rule uses.",
        "observations": "Rows of the series in observations.",
        "order": "Its place in the order of the register, or among its like; 1 leads.",
        "points": "Points the text is said to have.",
        "rules_agreeing": "Of the rules that can be applied, how many read as this one.",
        "rules_applicable": "How many rules can be applied.",
        "target": "Number of the target within its indicator.",
        "values_known": "Values of the assessed series that were known.",
    },
    "boolean": {
        "assessed_against": "Whether this is the target the indicator is assessed against.",
        "context": "Shown for context and never assessed.",
        "derived": "Whether it is computed from other series.",
        "in_declaration": "true for a pledge of the declaration, false for an accompanying commitment.",
        "lapsed": "Whether the target no longer holds.",
        "may_be_passed_on": "Whether an export may hold values of this source: its terms were verified and do not forbid it, or none are needed (see terms).",
        "reconstructed": "Whether the day lies before anything was recorded, so that what was known then is reconstructed.",
        "stated_without_year": "Whether the target was said without a year.",
        "terms_verified": "Whether the terms were read and let us pass values on; see terms.",
        "unofficial_translation": "Whether the quotation is an unofficial translation.",
        "value_withheld": "Whether there is a value that this export does not pass on, because of its publisher's terms; see url.",
        "values_withheld": "Whether values behind this row are not passed on, because of their publisher's terms.",
    },
    "date": {
        "accessed": "Day on which the project read it.",
        "as_of": "Day whose knowledge the export shows.",
        "date": "Day.",
        "date_end": "Last day, where it took several.",
        "day": "Day from which the change is known.",
        "end_date": "Last day of the period.",
        "evidence_newest": "Day of the newest evidence.",
        "known_from": "Day from which it was known.",
        "known_to": "Day from which it was known no longer, replaced by another; empty while it holds.",
        "recorded": "Day on which the project knew it.",
        "replaced_on": "Day from which other pledges count in its place.",
        "signed": "Day of signature.",
        "start_date": "First day of the period.",
        "valid_from": "Day from which the family holds.",
        "written": "Day on which the rubric was written.",
    },
}  # fmt: skip
