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

-- Shared: first_and_newest

-- Shared: compound_growth

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
