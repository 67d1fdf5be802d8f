-- Grain: one row per series, period and day from which its value was known; derived series are computed here.
-- A later publication ends the one before it; of one day the row recorded last counts. A derived value exists only while
-- every input has a value: a gap in one input stays a gap.
-- Sums name their order: added in another order, floating-point numbers end in another last digit.
create table history.observations as
with

published as (
    select *, published as known_from
    from recorded_observations
    where published <= (select as_of from build)
    qualify row_number() over (partition by series, period, published order by recorded desc, source) = 1
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
        series, period, start_date, end_date, value, source, url, published, published_code, published_basis, recorded, evidence, status,
        known_from, known_to
    from vintages
    where frequency = 'A' and value is not null
    union all
    select
        month_spans.series,
        cast(month_spans.year as varchar) as period,
        min(start_date) as start_date,
        max(end_date) as end_date,
        sum(value order by start_date) as value,
        max(source) as source,
        max(url) as url,
        max(published) as published,
        max(published_code) as published_code,
        max(published_basis) as published_basis,
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
    where frequency = 'M' and value is not null
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
        -- Where all inputs of a period come from one source, the result is that source's, else the one named for the series.
        case when count(distinct yearly.source) = 1 then max(yearly.source) else derived_inputs.source end as source,
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
        max(yearly.published_basis) as published_basis,
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
        inputs.*,
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
)

select
    series, geo, counterpart, period, frequency, start_date, end_date, value, qualifier, unit, status, source, url, published,
    published_code, published_basis, recorded, note, evidence, speaker, false as derived, known_from, known_to
from vintages
union all
select
    series, geo, counterpart, period, 'A' as frequency, start_date, end_date, value, '=' as qualifier, unit, status, source, url,
    published, published_code, published_basis, recorded, note, evidence, '' as speaker, true as derived, known_from, known_to
from derived
