-- Grain: one row per indicator, edition and kind (latest, baseline): the figures a card shows, from the assessed series.
-- Latest: the value whose period ends last; of two that end on one day the longer one (a year before its last month).
-- Baseline: the period the record names; for a monthly or quarterly series a named year is the sum of its parts.
create table history.indicator_headlines as
with

known as (
    select
        editions.declaration, editions.indicator, editions.known_from, editions.known_to,
        observed.period, observed.value, observed.qualifier, observed.start_date, observed.end_date, observed.source, observed.url,
        observed.evidence, may_leave(observed.sources) as may_be_passed_on
    from history.editions as editions
    join history.indicator_observations as observed
        on
            editions.declaration = observed.declaration
            and editions.indicator = observed.indicator
            and observed.known_from <= editions.known_from
            and (observed.known_to is null or observed.known_to > editions.known_from)
    where observed.place = 1 and observed.value is not null
),

latest as (
    select *
    from known
    qualify row_number() over (partition by declaration, indicator, known_from order by end_date desc, start_date, period) = 1
),

named as (
    select
        editions.declaration, editions.indicator, editions.known_from, editions.known_to,
        indicators.baseline_period as period,
        coalesce(known.value, points.value) as value,
        coalesce(known.qualifier, '=') as qualifier,
        known.end_date, known.source, known.url, known.evidence,
        coalesce(known.may_be_passed_on, points.may_be_passed_on) as may_be_passed_on
    from history.editions as editions
    join indicators on editions.declaration = indicators.declaration and editions.indicator = indicators.indicator
    left join known
        on
            editions.declaration = known.declaration and editions.indicator = known.indicator
            and editions.known_from = known.known_from and indicators.baseline_period = known.period
    left join history.annual_points as points
        on
            editions.declaration = points.declaration and editions.indicator = points.indicator
            and editions.known_from = points.known_from and indicators.baseline_period = cast(points.t as varchar)
    where indicators.baseline_period is not null
)

select declaration, indicator, known_from, known_to, 'latest' as kind, period, value, qualifier, end_date, source, url, evidence, may_be_passed_on
from latest
union all
select declaration, indicator, known_from, known_to, 'baseline' as kind, period, value, qualifier, end_date, source, url, evidence, may_be_passed_on
from named
where value is not null;
comment on column history.indicator_headlines.kind is 'latest: the value whose period ends last; baseline: that of the period the record names.';
comment on column history.indicator_headlines.value is 'The number in the unit of the indicator.';
comment on column history.indicator_headlines.source is 'Id of the source of the value; empty where it is a sum of parts.';
comment on column history.indicator_headlines.may_be_passed_on is 'Whether the terms of all its sources let the value leave this place.';
