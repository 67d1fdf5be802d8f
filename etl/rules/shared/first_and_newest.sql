-- The value of the base year, else of the next year there is, without a base year the first; and the newest. Grain: one row per series.
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
