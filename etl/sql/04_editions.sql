-- Grain: one row per indicator and edition: a stretch of days in which everything its status rests on was the same.
-- An edition begins when a value of any of its series (or of the other side's) becomes known, is replaced or removed,
-- when its target is named or its day has passed, when another rule becomes the primary one, and when its newest value has become
-- too old. The first begins before everything.
create macro stale_from(period_end, years) as make_date(year(period_end) + years + 1, 1, 1);

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
    union
    -- Until a newer one comes, a value is too old from this day on; where one came the edition is like the one before.
    select observed.declaration, observed.indicator, cast(stale_from(observed.end_date, declarations.stale_after_years) as date) as day
    from history.indicator_observations as observed
    join recorded_declarations as declarations on observed.declaration = declarations.declaration
    where observed.place = 1 and observed.value is not null and day <= (select as_of from build)
    union
    select declaration, indicator, period_end + 1 as day
    from recorded_targets
    where place = 1 and lapsed and period_end < (select as_of from build)
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
order by declaration, indicator, day;
comment on column history.editions.known_from is 'First day of the edition.';
comment on column history.editions.known_to is 'First day of the next edition; empty while it holds.';
