-- Rule `unsd`: the United Nations' progress chart. Grain: one row per series.
-- Source: United Nations Statistics Division, "Sustainable Development Goals Progress Chart 2023", technical note
-- (https://unstats.un.org/sdgs/report/2023/progress-chart/).
--
-- Reads  specs (series, direction 1|-1, base_year, target, target_year, kind, low, high)
--        points (series, t year, value; at most one a year, none missing)
-- Base: the value of the base year, else of the next year there is; without a base year the first value.
-- Target: grow on at the same rate to the target year; q = way gone by then / way from base to target: 0.95, 0.10.
-- A projection on the right side of the target is on track, also where the base stood there already.
-- No target: growth a year in the right direction, held against 2 % and 0.5 %.
with

-- Shared: first_and_newest

inputs as (
    select
        specs.series,
        specs.direction,
        specs.target_year,
        case when specs.low is not null or specs.high is not null then 1 else 0 end as has_interval,
        case when specs.kind <> 'direction' then specs.target end as target,
        ends.t0,
        ends.b,
        ends.t1,
        ends.c,
        ends.t1 - ends.t0 as years,
        ends.c / nullif(ends.b, 0) as ratio,
        case when ends.b < 0 then -1 else 1 end as sign
    from specs
    left join ends on specs.series = ends.series
),

grown as (
    select *, case when years >= 1 and ratio >= 0 then power(ratio, 1e0 / years) end as factor
    from inputs
),

projected as (
    select *, case when target_year >= t1 then c * power(factor, target_year - t1) end as projection
    from grown
),

measured as (
    select
        *,
        case
            when has_interval = 1 then null
            when target is null then sign * direction * (factor - 1)
            else (projection - b) / nullif(target - b, 0)
        end as v,
        case when (projection - target) * direction >= 0 and has_interval = 0 then 1 else 0 end as arrives,
        case when (b - target) * direction >= 0 and has_interval = 0 then 1 else 0 end as started_there
    from projected
),

finite as (
    select *, case when abs(v) <= 1e100 then v end as progress
    from measured
)

select
    series,
    case
        when arrives = 1 then 'on_track'
        when target is not null and started_there = 1 and projection is not null then 'stagnation_or_regression'
        when progress is null then 'not_available'
        when target is not null and progress >= 0.95 then 'on_track'
        when target is not null and progress >= 0.10 then 'fair'
        when target is null and progress >= 0.02 then 'on_track'
        when target is null and progress >= 0.005 then 'fair'
        else 'stagnation_or_regression'
    end as status,
    progress as value,
    cast(null as double) as score,
    t0 as base_period,
    b as base_value,
    t1 as latest_period,
    c as latest_value,
    case
        when arrives = 1 or progress is not null or (target is not null and started_there = 1 and projection is not null) then null
        when t1 is null then 'no_data'
        when has_interval = 1 or (target is not null and target_year is null) then 'no_target_year'
        else 'too_few_points'
    end as reason,
    cast(null as varchar(20)) as flag
from finite

-- Group:
-- The publisher shows one series for each target and aggregates none.
select grp, 'not_available' as status, cast(null as double) as score, 'not_measurable' as reason
from members
group by grp
