-- Grain: one row per indicator: its status on both clocks. Values are left out where they rest on some that may not leave.
select
    statuses.declaration, statuses.indicator, statuses.status, statuses.reason, statuses.rule, statuses.since_signature_status,
    statuses.since_signature_reason, statuses.earliest_assessable, statuses.observations as values_known, statuses.base_period,
    statuses.base_value, statuses.latest_period, statuses.latest_value, statuses.yearly_change, statuses.flips_at, indicators.unit,
    statuses.values_withheld, statuses.rules_agreeing, statuses.rules_applicable,
    statuses.base_earlier, statuses.base_later, statuses.known_from
from indicator_statuses as statuses
join indicators on statuses.declaration = indicators.declaration and statuses.indicator = indicators.indicator
where coalesce(statuses.declaration = getvariable('declaration'), true)
order by statuses.declaration, statuses.indicator
