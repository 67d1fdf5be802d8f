-- Grain: one row per indicator and kind (latest, baseline): the figures a card shows, from the assessed series.
-- Latest: the value whose period ends last; of two that end on one day the longer one (a year before its last month).
-- Baseline: the period the record names; for a monthly or quarterly series a named year is the sum of its parts.
create table indicator_headlines as
with

ranked as (
    select
        declaration, indicator, period, value, qualifier, end_date, source, url, evidence,
        row_number() over (partition by declaration, indicator order by end_date desc, start_date, period) as place
    from indicator_observations
    where indicator_observations.place = 1 and value is not null
),

named as (
    select
        indicators.declaration, indicators.indicator, indicators.baseline_period as period,
        coalesce(observed.value, annual_points.value) as value,
        coalesce(observed.qualifier, '=') as qualifier,
        observed.end_date, observed.source, observed.url, observed.evidence
    from indicators
    left join indicator_observations as observed
        on
            indicators.declaration = observed.declaration
            and indicators.indicator = observed.indicator
            and observed.place = 1
            and indicators.baseline_period = observed.period
    left join annual_points
        on
            indicators.declaration = annual_points.declaration
            and indicators.indicator = annual_points.indicator
            and indicators.baseline_period = cast(annual_points.t as varchar)
    where indicators.baseline_period is not null
)

select declaration, indicator, 'latest' as kind, period, value, qualifier, end_date, source, url, evidence
from ranked
where place = 1
union all
select declaration, indicator, 'baseline' as kind, period, value, qualifier, end_date, source, url, evidence
from named
where value is not null
