-- What readers ask: the tables as they were known on the day asked for (see `as_of_day()` in `01_record.sql`). Views only.
-- What is asked to leave this place (`passing_on()`) comes without the values, and the notes beside them, that may not: then
-- `withheld` names the sources that do not let us pass them on, or `values_withheld` is true.

-- Grain: as `history.observations`, one row per series and period.
create view observations as
select
    * exclude (known_from, known_to) replace (
        case when not passing_on() or may_leave(sources) then value end as value,
        case when not passing_on() or may_leave(sources) then note end as note
    ),
    case when passing_on() and value is not null then withholding(sources) else [] end as withheld,
    may_leave(sources) as may_be_passed_on
from history.observations
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());
comment on column observations.withheld is 'Ids of the sources whose terms do not let the value leave; empty unless it is asked for to be passed on.';
comment on column observations.may_be_passed_on is 'Whether the terms of all its sources let the value leave this place.';

-- Grain: one row per indicator, series and period.
create view indicator_observations as
select
    * exclude (known_from, known_to) replace (
        case when not passing_on() or may_leave(sources) then value end as value,
        case when not passing_on() or may_leave(sources) then published_value end as published_value,
        case when not passing_on() or may_leave(sources) then note end as note
    ),
    case when passing_on() and value is not null then withholding(sources) else [] end as withheld,
    may_leave(sources) as may_be_passed_on
from history.indicator_observations
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());
comment on column indicator_observations.withheld is 'Ids of the sources whose terms do not let the value leave; empty unless it is asked for to be passed on.';
comment on column indicator_observations.may_be_passed_on is 'Whether the terms of all its sources let the value leave this place.';

-- Grain: one row per indicator.
create view indicator_statuses as
with

shown as (
    select
        statuses.* exclude (known_to),
        passing_on() and (
            exists (
                select 1 from history.annual_points as points
                where
                    points.declaration = statuses.declaration and points.indicator = statuses.indicator
                    and points.known_from = statuses.known_from and not points.may_be_passed_on
                    and points.t between statuses.base_period and statuses.latest_period
            )
            or statuses.legal_limit and exists (
                select 1 from indicator_observations as observed
                where
                    observed.declaration = statuses.declaration and observed.indicator = statuses.indicator
                    and observed.place = 1 and not observed.may_be_passed_on
            )
        ) as values_withheld
    from history.indicator_statuses as statuses
    where known_from <= as_of_day() and (known_to is null or known_to > as_of_day())
)

select
    * replace (
        case when not values_withheld then base_value end as base_value,
        case when not values_withheld then latest_value end as latest_value,
        case when not values_withheld then yearly_change end as yearly_change,
        case when not values_withheld then projection end as projection,
        case when not values_withheld then miss end as miss,
        case when not values_withheld then flips_at end as flips_at,
        case when not values_withheld then limit_before end as limit_before,
        case when not values_withheld then limit_after end as limit_after
    )
from shown;

-- Grain: one row per assessed indicator and applicable rule.
create view rule_results as
select * exclude (known_from, known_to)
from history.rule_results
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

-- Grain: one row per assessed indicator and year: the comparable points.
create view annual_points as
select points.* replace (case when not passing_on() or points.may_be_passed_on then points.value end as value)
from history.annual_points as points
join indicator_statuses
    on
        points.declaration = indicator_statuses.declaration and points.indicator = indicator_statuses.indicator
        and points.known_from = indicator_statuses.known_from;

-- Grain: one row per indicator and later year: the range of business as usual.
create view usual_ranges as
select * exclude (known_from, known_to)
from history.usual_ranges as ranges
where
    known_from <= as_of_day() and (known_to is null or known_to > as_of_day())
    and not (
        passing_on() and exists (
            select 1 from annual_points as points
            where points.declaration = ranges.declaration and points.indicator = ranges.indicator and not points.may_be_passed_on
        )
    );

-- Grain: one row per indicator with months or quarters since the signature and at least three earlier years to compare with.
create view early_readings as
select * exclude (known_from, known_to)
from history.early_readings as readings
where
    years >= 3 and known_from <= as_of_day() and (known_to is null or known_to > as_of_day())
    and not (
        passing_on() and exists (
            select 1 from indicator_observations as observed
            where
                observed.declaration = readings.declaration and observed.indicator = readings.indicator and observed.place = 1
                and observed.frequency = readings.frequency and not observed.may_be_passed_on
        )
    );

-- Grain: one row per indicator and kind.
create view indicator_headlines as
select
    * exclude (known_from, known_to) replace (case when not passing_on() or may_be_passed_on then value end as value),
    passing_on() and not may_be_passed_on as withheld
from history.indicator_headlines
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());
comment on column indicator_headlines.withheld is 'Whether the value is left out because it may not leave this place.';

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

-- Grain: one row per pledge that ever stood in the register by then: its status, of a replaced one the last it had. On a day before
-- the signature there was nothing to keep yet.
create view last_statuses as
select
    statuses.* exclude (known_to) replace (
        case when declarations.signed > as_of_day() then 'not_signed_yet' else status end as status,
        case when declarations.signed <= as_of_day() then reason end as reason,
        case when declarations.signed > as_of_day() then 'not_signed_yet' else since_signature_status end as since_signature_status,
        case when declarations.signed <= as_of_day() then since_signature_reason end as since_signature_reason
    )
from history.pledge_statuses as statuses
join recorded_declarations as declarations on statuses.declaration = declarations.declaration
where statuses.known_from <= as_of_day()
qualify row_number() over (partition by statuses.declaration, statuses.pledge order by statuses.known_from desc) = 1;

-- Grain: one row per pledge of the register.
create view pledge_statuses as
select last_statuses.*
from last_statuses
join pledges on last_statuses.declaration = pledges.declaration and last_statuses.pledge = pledges.pledge;

-- Grain: one row per indicator whose data can rise or fall: what they did, credited to nobody.
create view outcomes as
select * exclude (known_from, known_to)
from history.outcomes
where known_from <= as_of_day() and (known_to is null or known_to > as_of_day());

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
comment on column declarations.as_of is 'Day whose knowledge is shown.';

-- Grain: one row per domain of a declaration: the day up to which evidence of it was found by then, and how far was looked.
create view horizons as
select * replace (least(day, as_of_day()) as day)
from recorded_horizons;

-- Grain: one row per indicator and number somebody had named for it by then; what another target followed has lapsed and
-- stands after all others. `passed`: the day it was named for is over.
create view targets as
select
    recorded_targets.* replace (
        case when not passing_on() or sources.may_be_passed_on then value end as value,
        case when not passing_on() or sources.may_be_passed_on then note end as note,
        case when known_to <= as_of_day() then cast(strftime(known_from, '%Y%m%d') as integer) else place end as place,
        coalesce(known_to <= as_of_day(), false) or (lapsed and coalesce(period_end <= as_of_day(), true)) as lapsed
    ),
    coalesce(period_end < as_of_day(), false) as passed,
    sources.may_be_passed_on,
    passing_on() and not sources.may_be_passed_on as withheld
from recorded_targets
join sources on recorded_targets.source = sources.source
where known_from <= as_of_day();
comment on column targets.passed is 'Whether the day it was named for is over.';
comment on column targets.may_be_passed_on is 'Whether the terms of its source let the value leave this place.';
comment on column targets.withheld is 'Whether the value is left out because it may not leave this place.';

-- Grain: one row per event of that day or before.
create view events as
select * exclude (known_from)
from recorded_events
where known_from <= as_of_day();

-- Grain: one row per pledge of the register and party: what the party says of itself since the signature. says_done: that it did what
-- was pledged; announced: that it will. Who speaks for another says nothing of itself.
create view reported as
with

words as (
    select
        event_pledges.declaration, event_pledges.pledge, unnest(declarations.parties) as party,
        events.speaker, events.attribution, events.nature, events.last_day, events.source, events.url
    from events
    join event_pledges on events.declaration = event_pledges.declaration and events.event = event_pledges.event
    join declarations on events.declaration = declarations.declaration
    where
        events.last_day > declarations.signed and events.speaker <> '' and events.direction = 'progress'
        and not event_pledges.signs
),

newest as (
    select *, case when nature = 'plan' then 'announced' else 'says_done' end as status
    from words
    where speaker in (party, 'joint') and attribution in (party, 'joint')
    qualify row_number() over (partition by declaration, pledge, party order by nature = 'plan', last_day desc, source) = 1
)

select
    pledges.declaration, pledges.pledge, parties.party, coalesce(newest.status, 'nothing') as status, newest.last_day as day,
    newest.source, newest.url
from pledges
join (select declaration, unnest(parties) as party, generate_subscripts(parties, 1) as place from declarations) as parties
    on pledges.declaration = parties.declaration
left join newest
    on pledges.declaration = newest.declaration and pledges.pledge = newest.pledge and parties.party = newest.party
order by pledges.declaration, pledges.place, parties.place;
comment on column reported.status is 'What the party says of itself: says_done, announced, or nothing.';
comment on column reported.day is 'Last day its newest word can mean.';

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

-- Grain: one row per indicator and period for which several sources give a value of the same quantity: how far apart they are. Only
-- series of the same place, counterpart and definition as the assessed one can differ from it.
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
where value is not null and same_quantity
group by declaration, indicator, period
having count(*) > 1 and bool_or(place = 1) and min(value) < max(value);
comment on column disagreements.sources is 'How many series give a value.';
comment on column disagreements.assessed is 'Value of the assessed series, in the unit of the indicator.';
comment on column disagreements.least is 'Smallest of the values, in the unit of the indicator.';
comment on column disagreements.greatest is 'Largest of the values, in the unit of the indicator.';
comment on column disagreements.spread is 'Largest less smallest, in per cent of the assessed value.';
