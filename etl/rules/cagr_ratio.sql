-- Rule `cagr_ratio`: compound annual growth, against the growth a target needs. Grain: one row per series.
-- Source: Open SDG 2.4, progress measurement methodology (https://open-sdg.readthedocs.io/en/latest/progress-methodology/),
-- as Statistics Canada applies it to its global and Canadian indicator frameworks.
--
-- Reads  specs (series, direction 1|-1, base_year, target, target_year, natural_limit, kind, low, high)
--        points (series, t year, value; at most one a year, none missing)
-- Base: the value of the base year, else of the next year there is; without a base year the first value.
-- No target: v = s d CAGR, held against 1.5 %, 0.5 % and 0; near a natural limit these thresholds shrink by C.
-- Target: v = s d CAGR / |CAGR needed|, held against 0.95, 0.60 and 0; a target already met is achieved whatever the trend.
-- A target or base of zero becomes 0.001, as the publisher does (flag zero_replaced: it can decide the result).
with

ends as (
    select
        points.series,
        max(points.t) as t1,
        max_by(points.value, points.t) as c,
        min(case when points.t >= starts.earliest then points.t end) as t0,
        min_by(points.value, case when points.t >= starts.earliest then points.t end) as b
    from points
    join (select series, coalesce(base_year, -9999) as earliest from specs) as starts on points.series = starts.series
    group by points.series
),

inputs as (
    select
        specs.series,
        specs.direction,
        specs.target_year,
        specs.natural_limit,
        case when specs.low is not null or specs.high is not null then 1 else 0 end as has_interval,
        case when specs.kind = 'direction' then null when specs.target = 0 then 1e-3 else specs.target end as target,
        ends.t0,
        ends.b,
        ends.t1,
        ends.c,
        ends.t1 - ends.t0 as years,
        case when ends.b < 0 then -1 else 1 end as sign,
        case when ends.b = 0 then 1e-3 else ends.b end as base,
        case when ends.b = 0 or (specs.target = 0 and specs.kind <> 'direction') then 'zero_replaced' end as flag
    from specs
    left join ends on specs.series = ends.series
),

grown as (
    select
        *,
        case when (c - target) * direction >= 0 then 1 else 0 end as reached,
        case when years >= 1 and c / base >= 0 then power(c / base, 1e0 / years) - 1 end as growth,
        case
            when target_year - t0 >= 1 and target / base >= 0
                then abs(power(target / base, 1e0 / (target_year - t0)) - 1)
        end as needed,
        case
            when natural_limit is null or target is not null or abs(base) >= 2 * abs(natural_limit) then 1e0
            when abs(base) <= abs(natural_limit) then 1 - power(abs(base) / abs(natural_limit), 4.44e0)
            else 1 - power((2 * abs(natural_limit) - abs(base)) / abs(natural_limit), 4.44e0)
        end as room
    from inputs
),

measured as (
    select
        *,
        case
            when has_interval = 1 then null
            when target is null then sign * direction * growth
            else sign * direction * growth / nullif(needed, 0)
        end as v
    from grown
),

finite as (
    select *, case when abs(v) <= 1e100 then v end as progress
    from measured
)

select
    series,
    case
        when reached = 1 then 'target_achieved'
        when progress is null then 'not_available'
        when target is null and progress >= 0.015 * room then 'substantial_progress'
        when target is null and progress >= 0.005 * room then 'moderate_progress'
        when target is not null and progress >= 0.95 then 'substantial_progress'
        when target is not null and progress >= 0.60 then 'moderate_progress'
        when progress >= 0 then 'limited_progress'
        else 'deterioration'
    end as status,
    progress as value,
    case
        when reached = 1 then 5e0
        when progress is null then null
        when target is not null and progress >= 0.6 then least(7.1429e0 * progress - 4.2857e0, 5e0)
        when target is not null then greatest(4.1667e0 * progress - 2.5e0, -5e0)
        when progress < 0 then greatest(125 * progress - 2.5e0, -5e0)
        when room = 0 then 5e0
        when progress < 0.005 * room then 500 * progress / nullif(room, 0) - 2.5e0
        when progress < 0.015 * room then 250 * progress / nullif(room, 0) - 1.25e0
        else least(500 * progress / nullif(room, 0) - 5e0, 5e0)
    end as score,
    t0 as base_period,
    b as base_value,
    t1 as latest_period,
    c as latest_value,
    case
        when reached = 1 or progress is not null then null
        when t1 is null then 'no_data'
        when has_interval = 1 or (target is not null and target_year is null) then 'no_target_year'
        else 'too_few_points'
    end as reason,
    flag
from finite

-- Group:
-- The mean of the scores there are; achieved only where every target is.
select
    grp,
    case
        when count(score) = 0 then 'not_available'
        when min(case when score is null or status = 'target_achieved' then 1 else 0 end) = 1 then 'target_achieved'
        when avg(score) >= 2.5 then 'substantial_progress'
        when avg(score) >= 0 then 'moderate_progress'
        when avg(score) >= -2.5 then 'limited_progress'
        else 'deterioration'
    end as status,
    avg(score) as score,
    case when count(score) = 0 then 'no_data' end as reason
from members
group by grp
