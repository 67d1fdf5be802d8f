-- Grain: one row per indicator and year that counts in an assessment.
-- A point is an exact annual value of the assessed series, or the sum of its twelve months or four quarters (the monthly
-- series of the record are flows). No point: a missing value, an estimate (status E, among them values carried forward),
-- a bound or rounded statement (qualifier other than =), a part of a year, and everything before the last break.
create table annual_points as
with

usable as (
    select declaration, indicator, frequency, start_date, value, status
    from indicator_observations
    where place = 1 and value is not null and status not in ('E', 'M') and qualifier = '='
),

annual as (
    select declaration, indicator, year(start_date) as t, value, status
    from usable
    where frequency = 'A'
    union all
    select declaration, indicator, year(start_date) as t, sum(value order by start_date) as value, max(case when status = 'B' then 'B' else 'A' end) as status
    from usable
    where frequency in ('M', 'Q')
    group by declaration, indicator, frequency, year(start_date)
    having count(*) = case frequency when 'M' then 12 else 4 end
),

breaks as (
    select declaration, indicator, max(t) as t
    from annual
    where status = 'B'
    group by declaration, indicator
)

select
    annual.declaration,
    annual.indicator,
    annual.t,
    annual.value,
    case when annual.t >= coalesce(breaks.t, annual.t) then true else false end as comparable
from annual
left join breaks on annual.declaration = breaks.declaration and annual.indicator = breaks.indicator
