-- Rule `sdsn`: score, colour and arrow of the SDG Index. Grain: one row per series.
-- Source: Sachs, Lafortune, Fuller et al., Sustainable Development Report, methods summary
-- (https://dashboards.sdgindex.org/chapters/methodology/).
--
-- Reads  specs (series, direction 1|-1, optimum, green, red, lower, trend_start, goal_year)
--        points (series, t year, value; at most one a year, none missing)
-- Score: 0 at the lower bound, 100 at the optimum, clipped. Colour: at or better than green; better than the middle of
-- green and red; at or better than red; else red. Arrow (in `value`): change a year since the start of the trend, unclipped,
-- held against the change a year that leads to the green threshold in the goal year.
with

ends as (
    select
        points.series,
        max(points.t) as t1,
        max_by(points.value, points.t) as c,
        max(case when points.t <= specs.trend_start then points.t end) as t_before,
        max_by(points.value, case when points.t <= specs.trend_start then points.t end) as v_before,
        min(points.t) as t_first,
        min_by(points.value, points.t) as v_first
    from points
    join specs on points.series = specs.series
    group by points.series
),

started as (
    select
        specs.series,
        specs.direction,
        specs.optimum,
        specs.green,
        specs.red,
        specs.lower_bound,
        specs.goal_year,
        ends.t1,
        ends.c,
        coalesce(ends.t_before, ends.t_first) as t0,
        case when ends.t_before is null then ends.v_first else ends.v_before end as b
    from specs
    left join ends on specs.series = ends.series
),

measured as (
    select
        *,
        100 * (c - lower_bound) / nullif(optimum - lower_bound, 0) as unclipped,
        (c - green) * direction as above_green,
        (c - (green + red) / 2) * direction as above_middle,
        (c - red) * direction as above_red,
        (c - b) * direction as moved,
        ((c - b) / nullif(t1 - t0, 0)) / nullif((green - b) / nullif(goal_year - t0, 0), 0) as pace
    from started
)

select
    series,
    case
        when unclipped is null or above_middle is null then null
        when above_green >= 0 then 'green'
        when above_middle > 0 then 'yellow'
        when above_red >= 0 then 'orange'
        else 'red'
    end as status,
    case
        when t1 - t0 < 1 or above_green is null then null
        when above_green >= 0 and moved >= 0 then 'up'
        when above_green >= 0 then 'right'
        when moved < 0 then 'down'
        when pace >= 1 then 'up'
        when pace >= 0.5 then 'diagonal'
        else 'right'
    end as value,
    case when above_middle is not null then least(greatest(unclipped, 0e0), 100e0) end as score,
    t0 as base_period,
    b as base_value,
    t1 as latest_period,
    c as latest_value,
    case
        when t1 is null then 'no_data'
        when unclipped is null or above_middle is null then 'no_target_year'
    end as reason,
    cast(null as varchar(20)) as flag
from measured

-- Group:
-- The score of a goal is the mean of the scores there are; its colour is not an average.
select grp, cast(null as varchar(20)) as status, avg(score) as score, case when count(score) = 0 then 'no_data' end as reason
from members
group by grp
