-- Rule `destatis`: the weather symbols of the German federal statistical office. Grain: one row per series.
-- Source: Statistisches Bundesamt, indicator report on the German sustainable development strategy, method of the
-- status symbols (https://dns-indikatoren.de/en/status/). Symbols from best to worst: sun, sun_cloud, cloud, storm.
--
-- Reads  specs (series, direction 1|-1, target, target_year, kind value|threshold|direction, low, high)
--        points (series, t year, value; at most one a year, none missing)
-- Average yearly change a = (last - first) / years over the last six points, at least four, whatever years they span.
-- Kinds: value (a: reach the target by its year), threshold (b: reach and hold it), direction (c: no number).
-- An interval target (low, high) is two thresholds or values at once: the weakest bound decides.
with

latest as (
    select series, newest_six(t, t) as ts, newest_six(value, t) as vs
    from points
    group by series
),

six as (
    select
        series,
        nth(ts, 1) as t1, nth(ts, 2) as t2, nth(ts, 3) as t3, nth(ts, 4) as t4, nth(ts, 5) as t5, nth(ts, 6) as t6,
        nth(vs, 1) as v1, nth(vs, 2) as v2, nth(vs, 3) as v3, nth(vs, 4) as v4, nth(vs, 5) as v5, nth(vs, 6) as v6
    from latest
),

ends as (
    select
        series,
        case
            when t6 is not null then 6 when t5 is not null then 5 when t4 is not null then 4
            when t3 is not null then 3 when t2 is not null then 2 else 1
        end as n,
        coalesce(t6, t5, t4, t3, t2, t1) as t0,
        coalesce(v6, v5, v4, v3, v2, v1) as b,
        t1,
        v1 as c,
        v2 as previous
    from six
),

changes as (
    select series, n, t0, b, t1, c, previous, (c - b) / nullif(t1 - t0, 0) as a, c - previous as last_change
    from ends
),

-- One row per bound to be met: the target itself, or each end of an interval.
bounds as (
    select series, kind, direction, target, target_year, 0 as has_interval
    from specs
    where low is null and high is null
    union all
    select series, kind, 1 as direction, low as target, target_year, 1 as has_interval
    from specs
    where low is not null
    union all
    select series, kind, -1 as direction, high as target, target_year, 1 as has_interval
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
        bounds.has_interval,
        changes.n,
        changes.t0,
        changes.b,
        changes.t1,
        changes.c,
        changes.previous,
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
                then (target - projection) / nullif(target - c, 0)
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

-- The weakest bound of each series; of two equal ones the one further from its target. Only an interval has two.
weakest as (
    select *, 1 as weakness
    from ranked
    where has_interval = 0
    union all
    select
        *,
        row_number() over (
            partition by series
            order by case when symbol is null then -1 else symbol end, case when miss is null then 0 else -miss end, direction
        ) as weakness
    from ranked
    where has_interval = 1
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
    cast(null as varchar(20)) as flag,
    n,
    reached,
    projection,
    miss,
    trend,
    last_step,
    previous
from weakest
where weakness = 1

-- Group:
-- Several targets or series at once: the worst symbol.
select
    grp,
    case min(case status when 'storm' then 0 when 'cloud' then 1 when 'sun_cloud' then 2 when 'sun' then 3 end)
        when 0 then 'storm' when 1 then 'cloud' when 2 then 'sun_cloud' when 3 then 'sun'
    end as status,
    cast(null as double) as score,
    case when count(status) = 0 then 'no_data' end as reason
from members
group by grp
