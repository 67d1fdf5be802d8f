-- Grain: one row per pledge: its status on both clocks, of a replaced one the last it had.
select
    declaration, pledge, status, reason, rule, score, since_signature_status, since_signature_reason, earliest_assessable,
    lead as indicator, rules_agreeing, rules_applicable, indicators, indicators_with_data, assessable_indicators, evidence_quality,
    evidence_sources, evidence_newest, events, known_from, lead_answers, outcome, outcome_indicator, evidence_newest_kind, outcome_party
from last_statuses
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place
