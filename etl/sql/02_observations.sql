-- Grain: one row per series and period, as it was known on the as-of day.
-- The newest vintage counts: what was published last, and of one day what was recorded last. Derived series are
-- computed here, and only for periods in which every input has a value: a gap in one input stays a gap.
-- Sums name their order: added in another order, floating-point numbers end in another last digit.
create table observations as
with

known as (
    select
        recorded_observations.*,
        row_number() over (
            partition by series, period
            order by published desc, recorded desc, source
        ) as vintage
    from recorded_observations
    where published <= (select max(as_of) from declarations)
),

newest as (
    select *
    from known
    where vintage = 1
),

-- Yearly values of every series, so that a derived series can use a monthly input (a flow: the sum of twelve months).
yearly as (
    select series, period, start_date, end_date, value, source, url, published, published_code, published_basis, recorded, evidence, status
    from newest
    where frequency = 'A' and value is not null
    union all
    select
        series,
        cast(year(start_date) as varchar) as period,
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
        max(case when status in ('E', 'P') then status else 'A' end) as status
    from newest
    where frequency = 'M' and value is not null
    group by series, year(start_date)
    having count(*) = 12
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
        yearly.period,
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
    join (select series, count(*) as inputs from derived_inputs group by series) as needed on derived_inputs.series = needed.series
    join yearly on derived_inputs.input = yearly.series
    join (select distinct series, unit from recorded_observations) as input_series on derived_inputs.input = input_series.series
    join units as input_unit on input_series.unit = input_unit.unit
    group by
        derived_inputs.series, derived_inputs.operation, derived_inputs.geo, derived_inputs.counterpart, derived_inputs.unit,
        derived_inputs.source, derived_inputs.note, yearly.period, yearly.start_date, yearly.end_date
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
    published_code, published_basis, recorded, note, evidence, speaker, false as derived
from newest
union all
select
    series, geo, counterpart, period, 'A' as frequency, start_date, end_date, value, '=' as qualifier, unit, status, source, url,
    published, published_code, published_basis, recorded, note, evidence, '' as speaker, true as derived
from derived
