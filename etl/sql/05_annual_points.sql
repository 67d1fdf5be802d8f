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
) as points;
comment on column history.annual_points.t is 'Year of the point.';
comment on column history.annual_points.value is 'The value of the year in the unit of the indicator.';
comment on column history.annual_points.may_be_passed_on is 'Whether the terms of all its sources let the value leave this place.';
comment on column history.annual_points.comparable is 'Whether no break of the series lies after it.';
comment on column history.annual_points.in_window is 'Whether it is comparable and lies within ten years of the newest point.';

-- Made of these points by `etl/assessment/business_as_usual.py`.
comment on table history.usual_ranges is 'One row per indicator, edition and later year: the range of business as usual.';
comment on column history.usual_ranges.indicator is 'Id of the indicator within its declaration.';
comment on column history.usual_ranges.known_from is 'First day of the edition.';
comment on column history.usual_ranges.known_to is 'First day of the next edition; empty while it holds.';
comment on column history.usual_ranges.first_year is 'First year whose value is used.';
comment on column history.usual_ranges.last_year is 'Year before the range begins: the last value before the signature.';
comment on column history.usual_ranges.changed_years is 'Years whose change from the year before is drawn from.';
comment on column history.usual_ranges.t is 'Year for which the range stands.';
comment on column history.usual_ranges.low90 is 'Lower end of the range that holds 90 of 100 draws, in the unit of the indicator.';
comment on column history.usual_ranges.low80 is 'Lower end of the range that holds 80 of 100 draws, in the unit of the indicator.';
comment on column history.usual_ranges.high80 is 'Upper end of the range that holds 80 of 100 draws, in the unit of the indicator.';
comment on column history.usual_ranges.high90 is 'Upper end of the range that holds 90 of 100 draws, in the unit of the indicator.';
