-- Grain: one row per pledge: the status of its lead indicator on the trajectory clock; `mixed` where assessable
-- indicators contradict each other. Families are never averaged. The coded families wait for their codings.
create table pledge_statuses as
with

members as (
    select
        pledge_indicators.declaration,
        pledge_indicators.pledge,
        pledge_indicators.place,
        pledge_indicators.indicator,
        indicator_statuses.status,
        indicator_statuses.reason,
        indicator_statuses.class,
        indicator_statuses.observations
    from pledge_indicators
    join indicator_statuses
        on pledge_indicators.declaration = indicator_statuses.declaration and pledge_indicators.indicator = indicator_statuses.indicator
),

summed as (
    select
        declaration,
        pledge,
        count(*) as indicators,
        sum(case when observations > 0 then 1 else 0 end) as indicators_with_data,
        sum(case when class is not null then 1 else 0 end) as assessable,
        sum(case when class = 'good' then 1 else 0 end) as good,
        sum(case when class = 'bad' then 1 else 0 end) as bad,
        max(case when place = 1 then indicator end) as lead,
        max(case when place = 1 then status end) as lead_status,
        max(case when place = 1 then reason end) as lead_reason
    from members
    group by declaration, pledge
),

-- What the evidence is worth: the best kind of the newest observations and events, apart from progress.
evidence as (
    select members.declaration, members.pledge, observed.source, observed.published as day, observed.evidence
    from members
    join indicator_observations as observed on members.declaration = observed.declaration and members.indicator = observed.indicator
    union all
    select event_pledges.declaration, event_pledges.pledge, events.source, coalesce(events.date_end, events.date) as day, events.evidence
    from event_pledges
    join events on event_pledges.declaration = events.declaration and event_pledges.event = events.event
),

graded as (
    select
        declaration,
        pledge,
        min(case evidence when 'statistics' then 1 when 'act' then 2 when 'statement' then 3 when 'third_party' then 4 else 5 end) as grade,
        count(distinct source) as sources
    from evidence
    group by declaration, pledge
),

-- The newest day the evidence speaks of: the end of a period, the day of an event.
reached as (
    select declaration, pledge, max(day) as newest
    from (
        select members.declaration, members.pledge, observed.end_date as day
        from members
        join indicator_observations as observed on members.declaration = observed.declaration and members.indicator = observed.indicator
        where observed.value is not null
        union all
        select event_pledges.declaration, event_pledges.pledge, coalesce(events.date_end, events.date) as day
        from event_pledges
        join events on event_pledges.declaration = events.declaration and event_pledges.event = events.event
        where events.nature <> 'plan'
    ) as days
    group by declaration, pledge
),

attributed as (
    select
        event_pledges.declaration,
        event_pledges.pledge,
        count(*) as events,
        sum(case when events.attribution = 'joint' then 1 else 0 end) as joint_events,
        sum(case when events.attribution = 'KAZ' then 1 else 0 end) as kaz_events,
        sum(case when events.attribution = 'RUS' then 1 else 0 end) as rus_events,
        sum(case when events.attribution = 'third-party' then 1 else 0 end) as third_party_events
    from event_pledges
    join events on event_pledges.declaration = events.declaration and event_pledges.event = events.event
    group by event_pledges.declaration, event_pledges.pledge
)

select
    pledges.declaration,
    pledges.pledge,
    pledges.place,
    case
        when pledges.not_measurable_en is not null or pledges.family in ('milestone', 'declaratory') then 'not_assessable'
        when summed.good > 0 and summed.bad > 0 and summed.lead_status <> 'not_assessable' then 'mixed'
        else coalesce(summed.lead_status, 'not_assessable')
    end as status,
    case
        when pledges.not_measurable_en is not null then 'not_measurable'
        when pledges.family in ('milestone', 'declaratory') then 'not_coded'
        when summed.lead is null then 'no_data'
        else summed.lead_reason
    end as reason,
    case when pledges.family in ('milestone', 'declaratory') or pledges.not_measurable_en is not null then null else 'destatis' end as rule,
    'not_assessable' as since_signature_status,
    'no_data_since_signature' as since_signature_reason,
    summed.lead,
    coalesce(summed.indicators, 0) as indicators,
    coalesce(summed.indicators_with_data, 0) as indicators_with_data,
    coalesce(summed.assessable, 0) as assessable_indicators,
    coalesce(summed.good, 0) as good,
    coalesce(summed.bad, 0) as bad,
    case graded.grade when 1 then 'statistics' when 2 then 'act' when 3 then 'statement' when 4 then 'third_party' when 5 then 'press' end as evidence_quality,
    coalesce(graded.sources, 0) as evidence_sources,
    reached.newest as evidence_newest,
    coalesce(attributed.events, 0) as events,
    coalesce(attributed.joint_events, 0) as joint_events,
    coalesce(attributed.kaz_events, 0) as kaz_events,
    coalesce(attributed.rus_events, 0) as rus_events,
    coalesce(attributed.third_party_events, 0) as third_party_events
from pledges
left join summed on pledges.declaration = summed.declaration and pledges.pledge = summed.pledge
left join graded on pledges.declaration = graded.declaration and pledges.pledge = graded.pledge
left join reached on pledges.declaration = reached.declaration and pledges.pledge = reached.pledge
left join attributed on pledges.declaration = attributed.declaration and pledges.pledge = attributed.pledge
order by pledges.declaration, pledges.place
