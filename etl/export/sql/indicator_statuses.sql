-- Grain: one row per indicator: its status on both clocks. Values are left out where those of its series are.
with

withheld as (
    select distinct indicator_series.declaration, indicator_series.indicator
    from indicator_series
    join exported_observations on indicator_series.series = exported_observations.series
    where indicator_series.place = 1 and exported_observations.value_withheld
)

select
    statuses.declaration, statuses.indicator, statuses.status, statuses.reason, statuses.rule, statuses.since_signature_status,
    statuses.since_signature_reason, statuses.earliest_assessable, statuses.observations as values_known, statuses.base_period,
    case when withheld.indicator is null then statuses.base_value end as base_value,
    statuses.latest_period,
    case when withheld.indicator is null then statuses.latest_value end as latest_value,
    case when withheld.indicator is null then statuses.yearly_change end as yearly_change,
    case when withheld.indicator is null then statuses.flips_at end as flips_at,
    indicators.unit, withheld.indicator is not null as values_withheld, statuses.rules_agreeing, statuses.rules_applicable,
    statuses.base_earlier, statuses.base_later, statuses.known_from
from indicator_statuses as statuses
join indicators on statuses.declaration = indicators.declaration and statuses.indicator = indicators.indicator
left join withheld on statuses.declaration = withheld.declaration and statuses.indicator = withheld.indicator
where coalesce(statuses.declaration = getvariable('declaration'), true)
order by statuses.declaration, statuses.indicator
