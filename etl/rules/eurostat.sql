-- Rule `eurostat`: Eurostat's thresholds as the Basque statistics office implements them. Grain: one row per series.
-- Source: Eurostat, "Sustainable development in the European Union: monitoring report", annex on the assessment of
-- indicator trends (https://ec.europa.eu/eurostat/web/sdi/methodology); Eustat's indicator platform for the natural limit.
--
-- Reads  specs (series, direction 1|-1, base_year, target, target_year, natural_limit, kind, low, high)
--        points (series, t year, value; at most one a year, none missing)
-- Base: the value of the year nearest to the base year (of two, the later); without a base year the first value.
-- No target: growth a year in the desired direction, held against 1 %, 0.1 %, -0.1 % and -1 %; the positive ones shrink by C.
-- Target: growth by growth needed, held against 0.95, 0.60 and 0; a target already met is significant progress.
with

ends as (
    select
        points.series,
        max(points.t) as t1,
        max_by(points.value, points.t) as c,
        min_by(points.t, case when specs.base_year is null then points.t else 2 * abs(points.t - specs.base_year) - case when points.t > specs.base_year then 1 else 0 end end) as t0,
        min_by(points.value, case when specs.base_year is null then points.t else 2 * abs(points.t - specs.base_year) - case when points.t > specs.base_year then 1 else 0 end end) as b
    from points
    join specs on points.series = specs.series
    group by points.series
),

-- Shared: compound_growth

finite as (
    select *, case when abs(v) <= 1e100 then v end as progress
    from measured
)

select
    series,
    case
        when reached = 1 then 'significant_progress'
        when progress is null then 'not_available'
        when target is not null and progress > 0.95 then 'significant_progress'
        when target is not null and progress > 0.60 then 'moderate_progress'
        when target is not null and progress >= 0 then 'moderate_deterioration'
        when target is not null then 'significant_deterioration'
        when room = 0 and progress >= 0 then 'significant_progress'
        when progress > 0.01 * room then 'significant_progress'
        when progress > 0.001 * room then 'moderate_progress'
        when progress >= -0.001 then 'no_progress'
        when progress >= -0.01 then 'moderate_deterioration'
        else 'significant_deterioration'
    end as status,
    progress as value,
    case
        when reached = 1 then 5e0
        when progress is null then null
        when target is not null and progress > 1.3 then 5e0
        when target is not null and progress >= 0.6 then 5e0 / 7e-1 * (progress - 6e-1)
        when target is not null and progress > -0.6 then 5e0 / 12e-1 * (progress + 6e-1) - 5
        when target is not null then -5e0
        when progress < 0 then greatest(250 * progress, -5e0)
        when room = 0 then 5e0
        else least(250 * progress / nullif(room, 0), 5e0)
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
-- One series speaks for itself; of several the mean of the scores there are.
select
    grp,
    case
        when count(score) = 0 then 'not_available'
        when count(*) = 1 then max(status)
        when avg(score) > 2.5 then 'significant_progress'
        when avg(score) > 0.25 then 'moderate_progress'
        when avg(score) >= -0.25 then 'no_progress'
        when avg(score) >= -2.5 then 'moderate_deterioration'
        else 'significant_deterioration'
    end as status,
    avg(score) as score,
    case when count(score) = 0 then 'no_data' end as reason
from members
group by grp
