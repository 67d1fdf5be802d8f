-- Grain: one row per series, period and day from which its value was known; derived series are computed here.
-- A later publication ends the one before it; of one day the row recorded last counts. A derived value exists only while
-- every input has a value: a gap in one input stays a gap.
-- Of official figures fetched at once all but the newest of a series are older than the day they were first seen. They are taken to have
-- come out as long after the end of their period as the newest had by that day, the longest lag it can have had: `inferred`.
-- A part of a month never enters a sum, and what is not over is no year: status P with months and quarters.
-- A derived value names the sources of all its inputs (`sources`), and its day of publication is known as well as that of the weakest.
-- Series counted from events have a value for each year in which there was one: missing is not zero.
-- Sums name their order: added in another order, floating-point numbers end in another last digit.
create macro weakness_of(basis) as case basis when 'first_seen' then 3 when 'inferred' then 2 else 1 end;

-- From the strongest kind of evidence to the weakest.
create macro evidence_rank(kind) as
case kind when 'statistics' then 1 when 'act' then 2 when 'statement' then 3 when 'third_party' then 4 when 'press' then 5 end;

create table history.observations as
with

loaded as (
    select *
    from recorded_observations
    qualify row_number() over (partition by series, period, published order by recorded desc, source) = 1
),

-- Official figures that were only fetched, the first of their period: a later one is a revision, known from the day it was seen.
fetched as (
    select *, row_number() over (partition by series, period order by published) = 1
        and published_basis = 'first_seen' and evidence = 'statistics' and value is not null and end_date <= published as is_first
    from loaded
),

newest_fetched as (
    select *, max(case when is_first then end_date end) over (partition by series, frequency, published) as newest_end
    from fetched
),

lagged as (
    select * exclude (is_first, newest_end), is_first and end_date < newest_end as is_inferred, end_date + cast(published - newest_end as integer) as released
    from newest_fetched
),

published as (
    select
        * exclude (is_inferred, released) replace (
            case when is_inferred then released else published end as published,
            case when is_inferred then strftime(released, '%Y-%m-%d') else published_code end as published_code,
            case when is_inferred then 'inferred' else published_basis end as published_basis
        ),
        case when is_inferred then released else published end as known_from
    from lagged
    where known_from <= (select as_of from build)
),

vintages as (
    select *, lead(known_from) over (partition by series, period order by known_from) as known_to
    from published
),

-- Yearly values of every series, so that a derived series can use a monthly input (a flow: the sum of twelve months).
month_spans as (
    select series, year, day, lead(day) over (partition by series, year order by day) as until
    from (select distinct series, year(start_date) as year, known_from as day from vintages where frequency = 'M') as days
),

yearly as (
    select
        series, period, start_date, end_date, value, [source] as sources, url, published, published_code,
        weakness_of(published_basis) as weakness, recorded, evidence, status, known_from, known_to
    from vintages
    where frequency = 'A' and value is not null
    union all
    select
        month_spans.series,
        cast(month_spans.year as varchar) as period,
        min(start_date) as start_date,
        max(end_date) as end_date,
        sum(value order by start_date) as value,
        list(distinct source order by source) as sources,
        max(url) as url,
        max(published) as published,
        max(published_code) as published_code,
        max(weakness_of(published_basis)) as weakness,
        max(recorded) as recorded,
        max(evidence) as evidence,
        max(case when status in ('E', 'P') then status else 'A' end) as status,
        month_spans.day as known_from,
        month_spans.until as known_to
    from month_spans
    join vintages
        on
            month_spans.series = vintages.series
            and month_spans.year = year(vintages.start_date)
            and vintages.known_from <= month_spans.day
            and (vintages.known_to is null or vintages.known_to > month_spans.day)
    where frequency = 'M' and value is not null and status <> 'P'
    group by month_spans.series, month_spans.year, month_spans.day, month_spans.until
    having count(*) = 12
),

derived_spans as (
    select series, period, day, lead(day) over (partition by series, period order by day) as until
    from (
        select derived_inputs.series, yearly.period, yearly.known_from as day
        from derived_inputs
        join yearly on derived_inputs.input = yearly.series
        union
        select derived_inputs.series, yearly.period, yearly.known_to as day
        from derived_inputs
        join yearly on derived_inputs.input = yearly.series
        where yearly.known_to is not null
    ) as days
),

inputs as (
    select
        derived_inputs.series,
        derived_inputs.operation,
        derived_inputs.geo,
        derived_inputs.counterpart,
        derived_inputs.unit,
        list_sort(list_distinct(flatten(list(yearly.sources)))) as all_sources,
        derived_inputs.source as named_source,
        derived_inputs.note,
        derived_spans.period,
        derived_spans.day as known_from,
        derived_spans.until as known_to,
        yearly.start_date,
        yearly.end_date,
        count(*) as present,
        max(needed.inputs) as needed,
        sum(case when derived_inputs.role = 'of' then yearly.value * input_unit.factor end order by derived_inputs.input) as numerator,
        sum(case when derived_inputs.role = 'over' then yearly.value * input_unit.factor end order by derived_inputs.input) as denominator,
        max(yearly.url) as url,
        max(yearly.published) as published,
        max(yearly.published_code) as published_code,
        max(yearly.weakness) as weakness,
        max(yearly.recorded) as recorded,
        max(yearly.evidence) as evidence,
        max(case when yearly.status in ('E', 'P') then yearly.status else 'A' end) as status
    from derived_inputs
    join derived_spans on derived_inputs.series = derived_spans.series
    join (select series, count(*) as inputs from derived_inputs group by series) as needed on derived_inputs.series = needed.series
    join yearly
        on
            derived_inputs.input = yearly.series
            and derived_spans.period = yearly.period
            and yearly.known_from <= derived_spans.day
            and (yearly.known_to is null or yearly.known_to > derived_spans.day)
    join (select distinct series, unit from recorded_observations) as input_series on derived_inputs.input = input_series.series
    join units as input_unit on input_series.unit = input_unit.unit
    group by
        derived_inputs.series, derived_inputs.operation, derived_inputs.geo, derived_inputs.counterpart, derived_inputs.unit,
        derived_inputs.source, derived_inputs.note, derived_spans.period, derived_spans.day, derived_spans.until, yearly.start_date,
        yearly.end_date
),

derived as (
    select
        inputs.* exclude (all_sources, named_source),
        all_sources as sources,
        -- Where all inputs of a period come from one source, the result is that source's, else the one named for the series.
        case when len(all_sources) = 1 then all_sources[1] else named_source end as source,
        case operation
            when 'sum' then numerator / units.factor
            when 'difference' then (numerator - denominator) / units.factor
            when 'share' then numerator / denominator * 100
            when 'percent_of' then numerator * denominator / 100 / units.factor
            when 'remainder' then numerator * (100 - denominator) / 100 / units.factor
        end as value
    from inputs
    join units on inputs.unit = units.unit
    where inputs.present = inputs.needed
),

-- Each event that counts: for days only those whose end is known, since when it is.
counted_events as (
    select
        indicators.declaration, indicators.indicator, indicators.unit, indicators.counted_what,
        case when events.attribution = 'third-party' then 'third_party' else 'parties' end as side,
        events.event, events.date, events.last_day, events.source, events.url, events.evidence,
        case when counted_what = 'days' then greatest(events.known_from, events.last_day) else events.known_from end as known_from
    from indicators
    join recorded_events as events on indicators.declaration = events.declaration and list_contains(events.tags, indicators.counted_tag)
    where indicators.counted_tag is not null and (counted_what = 'events' or events.date_end is not null)
),

-- Days on which several events went on are one day each.
counted_days as (
    select *, unnest(generate_series(date, last_day, interval 1 day)) as day
    from counted_events
    where counted_what = 'days' and known_from <= (select as_of from build)
    union all
    select *, date as day
    from counted_events
    where counted_what = 'events' and known_from <= (select as_of from build)
),

count_spans as (
    select
        declaration, indicator, side, year, known_from,
        lead(known_from) over (partition by declaration, indicator, side, year order by known_from) as known_to
    from (
        select declaration, indicator, side, year(day) as year, known_from
        from counted_days
        union
        -- With the last day of a year its count is no part of a year any more.
        select declaration, indicator, side, year(day) as year, make_date(year(day), 12, 31) as known_from
        from counted_days
        where make_date(year(day), 12, 31) <= (select as_of from build)
    ) as spans
),

counted as (
    select
        'counted:' || spans.declaration || ':' || spans.indicator || ':' || spans.side as series,
        spans.year, spans.known_from, spans.known_to, counted_days.unit,
        count(distinct case when counted_what = 'days' then cast(day as varchar) else event end) as value,
        list(distinct source order by source) as sources,
        max_by(source, counted_days.known_from) as source,
        max_by(url, counted_days.known_from) as url,
        arg_max(evidence, evidence_rank(evidence)) as evidence,
        array_to_string(
            (select list_sort(parties) from recorded_declarations as heads where heads.declaration = spans.declaration), '+'
        ) as geo
    from count_spans as spans
    join counted_days
        on
            spans.declaration = counted_days.declaration and spans.indicator = counted_days.indicator and spans.side = counted_days.side
            and spans.year = year(counted_days.day) and counted_days.known_from <= spans.known_from
    group by spans.declaration, spans.indicator, spans.side, spans.year, spans.known_from, spans.known_to, counted_days.unit
)

select
    series, geo, counterpart, period, frequency, start_date, end_date, value, qualifier, unit, status, source, [source] as sources, url,
    published, published_code, published_basis, recorded, note, evidence, speaker, false as derived, known_from, known_to
from vintages
union all
select
    series, geo, counterpart, period, 'A' as frequency, start_date, end_date, value, '=' as qualifier, unit, status, source, sources, url,
    published, published_code, case weakness when 3 then 'first_seen' when 2 then 'inferred' else 'stated' end as published_basis,
    recorded, note, evidence, '' as speaker, true as derived, known_from, known_to
from derived
union all
select
    series, geo, '' as counterpart, cast(year as varchar) as period, 'A' as frequency, make_date(year, 1, 1) as start_date,
    make_date(year, 12, 31) as end_date, value, '=' as qualifier, unit,
    case when known_from < end_date then 'P' else 'A' end as status, source, sources, url, known_from as published,
    strftime(known_from, '%Y-%m-%d') as published_code, 'inferred' as published_basis, known_from as recorded, '' as note, evidence,
    '' as speaker, true as derived, known_from, known_to
from counted;
comment on column history.observations.known_from is 'Day from which the value was known.';
comment on column history.observations.sources is 'Ids of all sources the value rests on.';
comment on column history.observations.derived is 'Whether it was computed from other series or counted from events.';
