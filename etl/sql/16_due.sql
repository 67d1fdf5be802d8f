-- What is due for us to look at, as of the day asked for. Views and macros only; nothing here judges a party.

-- A logged search is looked at again after a quarter: what outlets wrote since then is not known here.
create macro search_again_days() as 90;

-- What falls into the month ahead is due, what lies beyond it is later.
create macro due_soon_days() as 31;

-- The days, or the months, of an ISO 8601 duration of one part (P1D, P2W, P3M, P1Y).
create macro duration_days(code) as
case right(code, 1) when 'D' then 1 when 'W' then 7 end * try_cast(regexp_extract(code, '^P(\d+)[DW]$', 1) as integer);
create macro duration_months(code) as
case right(code, 1) when 'M' then 1 when 'Y' then 12 end * try_cast(regexp_extract(code, '^P(\d+)[MY]$', 1) as integer);

-- The last day a date known to the year, the month or the day can mean.
create macro last_day_meant(code) as
case length(code)
    when 4 then make_date(cast(code as integer), 12, 31)
    when 7 then last_day(cast(code || '-01' as date))
    else cast(code as date)
end;

-- Grain: one row per thing that is due: a release of an indicator (its calendar, or its newest figure too old), a day named for
-- one (or one that lapsed with none named after it), a search for a pledge. `newest` is the day of the newest figure or search;
-- `state` says on which side of the day asked for it falls; `bodies` are the data owner and the lead bodies of its pledges.
create view due as
with

-- The assessed series, or the first one beside it that has figures.
newest as (
    select declaration, indicator, max(published) as published, max(end_date) as ended
    from indicator_observations
    where value is not null
    group by declaration, indicator, place
    qualify row_number() over (partition by declaration, indicator order by place) = 1
),

calendars as (
    select
        indicators.declaration,
        indicators.indicator,
        newest.published as newest,
        case
            when
                release_every is not null
                and stale_from(newest.ended, declarations.stale_after_years) <= declarations.as_of
                then stale_from(newest.ended, declarations.stale_after_years)
        end as too_old,
        case
            when last_day_meant(release_next) > coalesce(newest.published, declarations.signed) then last_day_meant(release_next)
        end as announced,
        cast(
            coalesce(
                newest.published + to_days(duration_days(release_every)), newest.published + to_months(duration_months(release_every))
            ) as date
        ) as expected
    from indicators
    join declarations on indicators.declaration = declarations.declaration
    left join newest on indicators.declaration = newest.declaration and indicators.indicator = newest.indicator
),

releases as (
    select
        declaration,
        indicator,
        newest,
        case
            when announced is not null then 'release_announced' when too_old is not null then 'too_old' else 'release_expected'
        end as reason,
        coalesce(announced, too_old, expected) as due
    from calendars
),

-- A day is settled once a figure reaches to it, or what was to be done is done.
named as (
    select targets.declaration, targets.indicator, targets.place, targets.period, targets.value, targets.period_end, targets.lapsed
    from targets
    join indicators on targets.declaration = indicators.declaration and targets.indicator = indicators.indicator
    where
        targets.kind in ('target', 'plan')
        and targets.period_end is not null
        and targets.superseded_by is null
        and not exists (
            select 1 from indicator_observations as outcome
            where
                outcome.declaration = targets.declaration
                and outcome.indicator = targets.indicator
                and (outcome.end_date >= targets.period_end or (indicators.unit = 'YES_NO' and outcome.value >= 1))
                and outcome.value is not null
        )
),

deadlines as (
    select declaration, indicator, place, period_end as due, 'named_day' as reason
    from named
    where not lapsed
    qualify row_number() over (partition by declaration, indicator, period, value order by place) = 1
    union all
    select declaration, indicator, place, period_end as due, 'target_lapsed' as reason
    from named
    where
        lapsed
        and not exists (
            select 1 from targets as other
            where
                other.declaration = named.declaration
                and other.indicator = named.indicator
                and other.kind in ('target', 'plan')
                and not other.lapsed
        )
    qualify row_number() over (partition by declaration, indicator order by period_end desc, place) = 1
),

searched as (
    select pledges.declaration, pledges.pledge, max(searches.date) as newest
    from pledges
    left join searches on pledges.declaration = searches.declaration and pledges.pledge = searches.pledge
    group by pledges.declaration, pledges.pledge
),

things as (
    select declaration, 'data' as kind, reason, indicator, null as pledge, null as place, newest, due
    from releases
    where due is not null
    union all
    select declaration, 'deadline' as kind, reason, indicator, null as pledge, place, null as newest, due
    from deadlines
    union all
    select
        searched.declaration,
        'search' as kind,
        case when newest is null then 'never_searched' else 'search_again' end as reason,
        null as indicator,
        searched.pledge,
        null as place,
        newest,
        cast(coalesce(newest, declarations.signed) + to_days(search_again_days()) as date) as due
    from searched
    join declarations on searched.declaration = declarations.declaration
    where declarations.signed <= declarations.as_of
),

-- The pledges a thing concerns: those an indicator tracks, or the one searched for.
concerned as (
    select
        things.declaration,
        things.indicator,
        things.pledge,
        list(distinct pledges.pledge order by pledges.pledge) as pledges,
        flatten(list(bodies.named) filter (where bodies.named is not null)) as lead_bodies
    from (select distinct declaration, indicator, pledge from things) as things
    left join pledge_indicators
        on things.declaration = pledge_indicators.declaration and things.indicator = pledge_indicators.indicator
    join pledges
        on things.declaration = pledges.declaration and pledges.pledge = coalesce(things.pledge, pledge_indicators.pledge)
    left join (select declaration, pledge, list(body) as named from lead_bodies group by declaration, pledge) as bodies
        on pledges.declaration = bodies.declaration and pledges.pledge = bodies.pledge
    group by things.declaration, things.indicator, things.pledge
)

select
    things.declaration,
    things.kind,
    things.reason,
    things.indicator,
    things.pledge,
    things.place,
    things.newest,
    things.due,
    case
        when things.due < declarations.as_of then 'overdue'
        when things.due <= declarations.as_of + due_soon_days() then 'due'
        else 'later'
    end as state,
    concerned.pledges,
    list_sort(
        list_distinct(
            list_concat(
                case when indicators.data_owner is null then [] else [indicators.data_owner] end,
                coalesce(concerned.lead_bodies, [])
            )
        )
    ) as bodies
from things
join declarations on things.declaration = declarations.declaration
join concerned
    on
        things.declaration = concerned.declaration
        and things.indicator is not distinct from concerned.indicator
        and things.pledge is not distinct from concerned.pledge
left join indicators on things.declaration = indicators.declaration and things.indicator = indicators.indicator;
comment on column due.kind is 'data (a release), deadline (a day that was named) or search.';
comment on column due.reason is 'Why it is due: release_announced, release_expected, too_old, named_day, target_lapsed, never_searched, search_again.';
comment on column due.indicator is 'Id of the indicator; empty for a search.';
comment on column due.pledge is 'Id of the pledge to search for; empty for data and deadlines.';
comment on column due.place is 'Of a deadline, its target''s place among those of the indicator.';
comment on column due.newest is 'Day of the newest figure or search; empty where there is none.';
comment on column due.due is 'Day on which it is due.';
comment on column due.state is 'overdue, due within the month ahead, or later; counted to the day asked for.';
comment on column due.pledges is 'Ids of the pledges it concerns.';
comment on column due.bodies is 'Names of the data owner and of the lead bodies of these pledges.';
