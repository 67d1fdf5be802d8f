-- Compound growth a year from base to newest value, and what the target needs of it. Grain: one row per series.
-- Near a natural limit thresholds shrink: `room` is what is left of them (Open SDG and Eustat alike). A zero becomes 0.001.
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
