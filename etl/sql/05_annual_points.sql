-- Grain: one row per indicator, edition and year that counts in an assessment.
-- A point is an exact annual value of the assessed series, or the sum of its twelve months or four quarters (the monthly
-- series of the record are flows). No point: a missing value, an estimate (status E, among them values carried forward),
-- a bound or rounded statement (qualifier other than =), a part of a year (months and quarters that were not over, a provisional year
-- published before its end), and everything before the last break. These are house rules: they choose what a publisher's rule sees.
create table history.annual_points as
with

usable as (
    select
        editions.declaration, editions.indicator, editions.known_from, observed.frequency, observed.start_date, observed.value,
        observed.status, may_leave(observed.sources) as may_be_passed_on
    from history.editions as editions
    join history.indicator_observations as observed
        on
            editions.declaration = observed.declaration
            and editions.indicator = observed.indicator
            and observed.known_from <= editions.known_from
            and (observed.known_to is null or observed.known_to > editions.known_from)
    where
        observed.place = 1 and observed.value is not null and observed.status not in ('E', 'M') and observed.qualifier = '='
        and not (observed.status = 'P' and (observed.frequency in ('M', 'Q') or observed.published < observed.end_date))
),

annual as (
    select declaration, indicator, known_from, year(start_date) as t, value, status, may_be_passed_on
    from usable
    where frequency = 'A'
    union all
    select
        declaration, indicator, known_from, year(start_date) as t,
        sum(value order by start_date) as value,
        max(case when status = 'B' then 'B' else 'A' end) as status,
        bool_and(may_be_passed_on) as may_be_passed_on
    from usable
    where frequency in ('M', 'Q')
    group by declaration, indicator, known_from, frequency, year(start_date)
    having count(*) = case frequency when 'M' then 12 else 4 end
)

select
    *,
    comparable and t >= max(t) over (partition by declaration, indicator, known_from) - 10 as in_window
from (
    select
        declaration,
        indicator,
        known_from,
        t,
        value,
        may_be_passed_on,
        t >= coalesce(max(case when status = 'B' then t end) over (partition by declaration, indicator, known_from), t) as comparable
    from annual
) as points
