-- Grain: one row per indicator and edition: a stretch of days in which everything its status rests on was the same.
-- An edition begins when a value of any of its series (or of the other side's) becomes known, is replaced or removed,
-- when its target is named, and when another rule becomes the primary one. The first begins before everything.
create table history.editions as
with

days as (
    select declaration, indicator, date '1900-01-01' as day
    from indicators
    union
    select declaration, indicator, known_from as day
    from history.indicator_observations
    union
    select declaration, indicator, known_to as day
    from history.indicator_observations
    where known_to is not null
    union
    select declaration, indicator, known_from as day
    from recorded_targets
    where place = 1 and known_from <= (select as_of from build)
    union
    select indicators.declaration, indicators.indicator, later.valid_from as day
    from indicators
    join declaration_rules as later on indicators.declaration = later.declaration
    join declaration_rules as earlier on later.declaration = earlier.declaration and later.valid_from > earlier.valid_from
    where later.valid_from <= (select as_of from build)
),

paired as (
    select declaration, indicator, day
    from days
    union
    select indicators.declaration, indicators.indicator, days.day
    from indicators
    join days on indicators.declaration = days.declaration and indicators.mirror_of = days.indicator
)

select declaration, indicator, day as known_from, lead(day) over (partition by declaration, indicator order by day) as known_to
from paired
order by declaration, indicator, day
