-- What readers ask: the tables as they were known on the day asked for (see `as_of_day()` in `01_record.sql`). Views only.

-- Grain: as `history.observations`, one row per series and period.
create view observations as
select * exclude (known_from, known_to)
from history.observations
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per indicator, series and period.
create view indicator_observations as
select * exclude (known_from, known_to)
from history.indicator_observations
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per indicator.
create view indicator_statuses as
select * exclude (known_to)
from history.indicator_statuses
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per assessed indicator and applicable rule.
create view rule_results as
select * exclude (known_from, known_to)
from history.rule_results
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per assessed indicator and year: the comparable points.
create view annual_points as
select points.*
from history.annual_points as points
join indicator_statuses
    on
        points.declaration = indicator_statuses.declaration and points.indicator = indicator_statuses.indicator
        and points.known_from = indicator_statuses.known_from;

-- Grain: one row per indicator and later year: the range of business as usual.
create view usual_ranges as
select * exclude (known_from, known_to)
from history.usual_ranges
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per indicator with months or quarters since the signature and at least three earlier years to compare with.
create view early_readings as
select * exclude (known_from, known_to)
from history.early_readings
where years >= 3 and known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per indicator and kind.
create view indicator_headlines as
select * exclude (known_from, known_to)
from history.indicator_headlines
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per pledge of the register: what has not begun, or was replaced by then, is not in it.
create view pledges as
select * exclude (known_from, known_to)
from recorded_pledges
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per pledge that ever stood in the register by then; `replaced_on` where others count in its place.
create view all_pledges as
select
    * exclude (known_from, known_to),
    case when known_to <= as_of_day() then known_to end as replaced_on
from recorded_pledges
where known_from <= as_of_day();

-- Grain: one row per pledge that was replaced by then, and pledge that replaced it.
create view successions as
select pledges.declaration, pledges.pledge, pledge_successors.place, pledge_successors.successor, pledges.replaced_on
from pledge_successors
join all_pledges as pledges on pledge_successors.declaration = pledges.declaration and pledge_successors.pledge = pledges.pledge
where pledges.replaced_on is not null;

-- Grain: one row per pledge of the register.
create view pledge_statuses as
select * exclude (known_to)
from history.pledge_statuses
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per pledge that ever stood in the register by then: its status, of a replaced one the last it had.
create view last_statuses as
select * exclude (known_to)
from history.pledge_statuses
where known_from <= as_of_day()
qualify row_number() over (partition by declaration, pledge order by known_from desc) = 1;

-- Grain: one row per declaration; `reconstructed` where the day lies before anything was recorded.
create view declarations as
select
    recorded_declarations.* replace (
        least(events_to, strftime(as_of_day(), '%Y-%m-%d')) as events_to,
        -- The day of the last search logged by then: the record's own, or a later one.
        greatest(
            case when searched_to <= strftime(as_of_day(), '%Y-%m-%d') then searched_to end,
            (
                select strftime(max(date), '%Y-%m-%d') from recorded_searches
                where recorded_searches.declaration = recorded_declarations.declaration and date <= as_of_day()
            )
        ) as searched_to
    ),
    as_of_day() as as_of,
    as_of_day() < build.first_recorded as reconstructed
from recorded_declarations
cross join build;

-- Grain: one row per indicator and number somebody had named for it by then; what another target followed has lapsed and
-- stands after all others.
create view targets as
select
    * replace (
        case when known_to <= as_of_day() then cast(strftime(known_from, '%Y%m%d') as integer) else place end as place,
        coalesce(known_to <= as_of_day(), false) or (lapsed and coalesce(period_end <= as_of_day(), true)) as lapsed
    )
from recorded_targets
where known_from <= as_of_day();

-- Grain: one row per event of that day or before.
create view events as
select *
from recorded_events
where date <= as_of_day();

-- Grain: one row per coding made by then.
create view codings as
select *
from recorded_codings
where date <= as_of_day();

-- Grain: one row per search made by then; a search whose day was not recorded counts as made.
create view searches as
select *
from recorded_searches
where coalesce(date <= as_of_day(), true);

-- Grain: one row per comment of a party made by then.
create view comments as
select *
from recorded_comments
where date <= as_of_day();

-- Grain: one row per correction made by then.
create view corrections as
select *
from recorded_corrections
where date <= as_of_day();

-- Grain: one row per accepted submission reverted by then.
create view reversals as
select *
from recorded_reversals
where date <= as_of_day();

-- Grain: one row per indicator and period for which several sources give a value: how far apart they are.
-- spread: greatest less least, in percent of the assessed value.
create view disagreements as
select
    declaration,
    indicator,
    period,
    count(*) as sources,
    max(case when place = 1 then value end) as assessed,
    min(value) as least,
    max(value) as greatest,
    (max(value) - min(value)) / nullif(abs(max(case when place = 1 then value end)), 0) * 100 as spread
from indicator_observations
where value is not null
group by declaration, indicator, period
having count(*) > 1 and bool_or(place = 1) and min(value) < max(value)
