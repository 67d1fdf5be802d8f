-- Rule `g20_compliance`: means of -1, 0, +1. Grain: one row per commitment, per member, and one overall.
-- Source: G20 Research Group, University of Toronto, compliance coding manual (https://www.g20.utoronto.ca/compliance/).
--
-- Reads  codings (place, commitment, member, score; an empty score is n/a: excluded, never zero)
-- Percent = (mean + 1) / 2 * 100 from the unrounded mean, half up.
with

cells as (
    select 1 as rank, 'commitment' as level, commitment as key, place, score
    from codings
    union all
    select 2 as rank, 'member' as level, member as key, place, score
    from codings
    union all
    select 3 as rank, 'overall' as level, 'overall' as key, place, score
    from codings
)

select
    level,
    key,
    count(score) as n,
    sum(score) / nullif(count(score), 0) as average,
    cast(floor((sum(score) + count(score)) * 50e0 / nullif(count(score), 0) + 5e-1) as integer) as percent
from cells
group by rank, level, key
order by rank, min(place)
