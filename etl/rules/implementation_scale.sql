-- Rule `implementation_scale`: 0 not initiated, 1 minimal, 2 intermediate, 3 full. Grain: one row per commitment, member, overall.
-- Source: Peace Accords Matrix, Kroc Institute, University of Notre Dame (https://peaceaccords.nd.edu/); the split of
-- "intermediate" by pace follows its implementation reports on the Colombian accord.
--
-- Reads  codings (place, commitment, member, score; an empty score is "no evidence found": excluded, never zero;
--        began, reached, deadline: days, where known)
-- Average = mean score; percent = sum / (3 n) * 100. Pace of a commitment at 2: at the pace of the way so far (two of three
-- steps between `began` and `reached`), would the third step come by the deadline?
with

cells as (
    select 1 as rank, 'commitment' as level, commitment as key, place, score, began, reached, deadline
    from codings
    union all
    select 2 as rank, 'member' as level, member as key, place, score, null as began, null as reached, null as deadline
    from codings
    union all
    select 3 as rank, 'overall' as level, 'overall' as key, place, score, null as began, null as reached, null as deadline
    from codings
),

summed as (
    select
        rank,
        level,
        key,
        min(place) as place,
        count(score) as n,
        sum(score) / nullif(count(score), 0) as average,
        sum(score) * 100e0 / nullif(3 * count(score), 0) as percent,
        min(score) as lowest,
        max(score) as highest,
        min(began) as began,
        max(reached) as reached,
        min(deadline) as deadline
    from cells
    group by rank, level, key
)

select
    level,
    key,
    n,
    average,
    percent,
    case
        when lowest = 2 and highest = 2 and datediff('day', began, reached) >= 0
            then
                case
                    when datediff('day', began, reached) * 15e-1 <= datediff('day', began, deadline) then 'in_time'
                    when deadline is not null then 'late'
                end
    end as pace
from summed
order by rank, place
