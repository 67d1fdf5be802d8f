-- Rule `destatis`: the weather symbols of the German federal statistical office. Grain: one row per series.
-- Source: Statistisches Bundesamt, indicator report on the German sustainable development strategy, method of the
-- status symbols (https://dns-indikatoren.de/en/status/). Symbols from best to worst: sun, sun_cloud, cloud, storm.
--
-- Reads  specs (series, direction 1|-1, target, target_year, kind value|threshold|direction, low, high)
--        points (series, t year, value)
-- Average yearly change a = (last - first) / years over the last six points (at least four, spanning ten years at most).
-- Kinds: value (a: reach the target by its year), threshold (b: reach and hold it), direction (c: no number).
-- An interval target (low, high) is two thresholds or values at once: the weakest bound decides.
with

latest_first as (
    select
        series,
        t,
        value,
        row_number() over (partition by series order by t desc) as place,
        max(t) over (partition by series) as newest
    from points
    where value is not null
),

windowed as (
    select
        series,
        t,
        value,
        place,
        row_number() over (partition by series order by t) as place_from_first
    from latest_first
    where place <= 6 and t >= newest - 10
),

ends as (
    select
        series,
        count(*) as n,
        max(case when place_from_first = 1 then t end) as t0,
        max(case when place_from_first = 1 then value end) as b,
        max(case when place = 1 then t end) as t1,
        max(case when place = 1 then value end) as c,
        max(case when place = 2 then value end) as previous
    from windowed
    group by series
),

changes as (
    select
        series,
        n,
        t0,
        b,
        t1,
        c,
        case when n > 1 then (c - b) / (t1 - t0) end as a,
        c - previous as last_change
    from ends
),

-- One row per bound to be met: the target itself, or each end of an interval.
bounds as (
    select series, kind, direction, target, target_year
    from specs
    where low is null and high is null
    union all
    select series, kind, 1 as direction, low as target, target_year
    from specs
    where low is not null
    union all
    select series, kind, -1 as direction, high as target, target_year
    from specs
    where high is not null
),

judged as (
    select
        bounds.series,
        bounds.kind,
        bounds.direction,
        bounds.target,
        bounds.target_year,
        changes.n,
        changes.t0,
        changes.b,
        changes.t1,
        changes.c,
        changes.a,
        changes.a * bounds.direction as trend,
        changes.last_change * bounds.direction as last_step,
        changes.c + changes.a * (bounds.target_year - changes.t1) as projection,
        case
            when (changes.c - bounds.target) * bounds.direction >= 0 then 1
            else 0
        end as reached
    from bounds
    left join changes on bounds.series = changes.series
),

missed as (
    select
        *,
        case
            when kind = 'value' and reached = 0 and target_year is not null
                then (target - projection) / (target - c)
        end as miss,
        case
            when n is null then 'no_data'
            when n < 4 then 'too_few_points'
            when kind <> 'direction' and target is null then 'no_target_year'
            when kind = 'value' and reached = 0 and target_year is null then 'no_target_year'
        end as reason
    from judged
),

-- 3 sun, 2 sun behind cloud, 1 cloud, 0 storm.
ranked as (
    select
        *,
        case
            when reason is not null then null
            when kind = 'direction' and trend > 0 and last_step > 0 then 3
            when kind = 'direction' and trend > 0 then 2
            when kind = 'direction' and last_step > 0 then 1
            when kind = 'direction' then 0
            when reached = 1 and trend >= 0 then 3
            when reached = 1 then 2
            when kind = 'threshold' and trend > 0 then 1
            when kind = 'threshold' then 0
            when trend <= 0 then 0
            when miss < 0.05 then 3
            when miss <= 0.20 then 2
            else 1
        end as symbol
    from missed
),

-- The weakest bound of each series; of two equal ones the one further from its target.
weakest as (
    select
        *,
        row_number() over (
            partition by series
            order by case when symbol is null then -1 else symbol end, case when miss is null then 0 else -miss end, direction
        ) as weakness
    from ranked
)

select
    series,
    case symbol when 3 then 'sun' when 2 then 'sun_cloud' when 1 then 'cloud' when 0 then 'storm' end as status,
    case when reason is null then a end as value,
    cast(null as double) as score,
    t0 as base_period,
    b as base_value,
    t1 as latest_period,
    c as latest_value,
    reason,
    n,
    reached,
    projection,
    miss,
    trend,
    last_step
from weakest
where weakness = 1
