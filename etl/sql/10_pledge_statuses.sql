-- Grain: one row per pledge and edition: its status on both clocks and what it rests on. A measured pledge reads as its lead
-- indicator, `mixed` where assessable indicators contradict each other; a coded one as its codings. Families are never averaged.
-- Only indicators that answer the pledge directly or partly count; a lead that answers none gives it no status.
-- Its outcome is what an indicator did that answers partly, else one that answers nothing yet lies between the parties. What one country
-- did by itself is context: no outcome of what the parties agreed. outcome_party: whose figures they are, where they are of one party alone.
-- The first edition of a pledge begins when the pledge does, the last ends when others replace it.
create table history.pledge_statuses as
with

days as (
    select declaration, pledge, known_from as day
    from recorded_pledges
    union
    select pledge_indicators.declaration, pledge_indicators.pledge, changed.known_from as day
    from pledge_indicators
    join history.editions as changed
        on pledge_indicators.declaration = changed.declaration and pledge_indicators.indicator = changed.indicator
    union
    select declaration, pledge, known_from as day
    from history.coded_statuses
    union
    select event_pledges.declaration, event_pledges.pledge, recorded_events.known_from as day
    from event_pledges
    join recorded_events on event_pledges.declaration = recorded_events.declaration and event_pledges.event = recorded_events.event
    where recorded_events.known_from <= (select as_of from build)
),

editions as (
    select
        days.declaration,
        days.pledge,
        days.day as known_from,
        coalesce(lead(days.day) over (partition by days.declaration, days.pledge order by days.day), pledges.known_to) as known_to
    from days
    join recorded_pledges as pledges on days.declaration = pledges.declaration and days.pledge = pledges.pledge
    where days.day >= pledges.known_from and (pledges.known_to is null or days.day < pledges.known_to)
),

members as (
    select
        editions.declaration,
        editions.pledge,
        editions.known_from,
        pledge_indicators.place,
        pledge_indicators.answers,
        -- Chosen here, not in the condition of the join: an outer join on more than equal keys compares every row with every other.
        case when pledge_indicators.answers = 'partly' or pledge_indicators.answers = 'no' and statuses.bilateral then outcomes.outcome end as outcome,
        case
            when outcomes.outcome <> 'unknown' and not statuses.bilateral and list_contains(heads.parties, indicators.measures)
                then indicators.measures
        end as party,
        statuses.*  exclude (declaration, known_from, known_to)
    from editions
    join pledge_indicators on editions.declaration = pledge_indicators.declaration and editions.pledge = pledge_indicators.pledge
    join history.indicator_statuses as statuses
        on
            pledge_indicators.declaration = statuses.declaration
            and pledge_indicators.indicator = statuses.indicator
            and statuses.known_from <= editions.known_from
            and (statuses.known_to is null or statuses.known_to > editions.known_from)
    join indicators on statuses.declaration = indicators.declaration and statuses.indicator = indicators.indicator
    join recorded_declarations as heads on editions.declaration = heads.declaration
    left join history.outcomes as outcomes
        on
            statuses.declaration = outcomes.declaration and statuses.indicator = outcomes.indicator
            and statuses.known_from = outcomes.known_from
),

-- The first indicator whose outcome is known, else the first that has one; what answers partly goes before what answers nothing.
outcomes as (
    select declaration, pledge, known_from, outcome, indicator, party
    from members
    where outcome is not null
    qualify row_number() over (partition by declaration, pledge, known_from order by outcome = 'unknown', answers = 'no', place) = 1
),

summed as (
    select
        declaration,
        pledge,
        known_from,
        count(*) as indicators,
        sum(case when observations > 0 then 1 else 0 end) as indicators_with_data,
        sum(case when class is not null and answers <> 'no' then 1 else 0 end) as assessable,
        sum(case when class = 'good' and answers <> 'no' then 1 else 0 end) as good,
        sum(case when class = 'bad' and answers <> 'no' then 1 else 0 end) as bad
    from members
    group by declaration, pledge, known_from
),

-- What the evidence is worth: the best kind of what the status rests on (observations of indicators that answer, or the events
-- its codings cite), how many sources there are in all, and the newest thing observed or cited. The signing is no evidence.
evidence as (
    select
        editions.declaration, editions.pledge, editions.known_from, unnest(observed.sources) as source,
        -- A year that is not over is as new as the day it is looked at.
        case when observed.value is not null then least(observed.end_date, greatest(observed.known_from, editions.known_from)) end as day,
        observed.period as code,
        'observation' as kind,
        case when pledges.family not in ('milestone', 'declaratory') then observed.evidence end as rests_on
    from editions
    join recorded_pledges as pledges on editions.declaration = pledges.declaration and editions.pledge = pledges.pledge
    join pledge_indicators
        on
            editions.declaration = pledge_indicators.declaration and editions.pledge = pledge_indicators.pledge
            and pledge_indicators.answers <> 'no'
    join indicators
        on pledge_indicators.declaration = indicators.declaration and pledge_indicators.indicator = indicators.indicator and not indicators.context
    join history.indicator_observations as observed
        on
            pledge_indicators.declaration = observed.declaration
            and pledge_indicators.indicator = observed.indicator
            and observed.known_from <= editions.known_from
            and (observed.known_to is null or observed.known_to > editions.known_from)
    union all
    select
        editions.declaration, editions.pledge, editions.known_from, cited.source,
        -- What goes on is as new as the day it is looked at.
        least(cited.last_day, greatest(cited.known_from, editions.known_from)) as day,
        -- As exactly as it is known.
        case cited.date_precision when 'month' then strftime(cited.date, '%Y-%m') else strftime(cited.date, '%Y-%m-%d') end as code,
        'event' as kind,
        cited.evidence as rests_on
    from editions
    join history.cited_events as cited
        on
            editions.declaration = cited.declaration and editions.pledge = cited.pledge
            and cited.coded_on <= editions.known_from and cited.known_from <= editions.known_from
),

graded as (
    select
        declaration,
        pledge,
        known_from,
        min(evidence_rank(rests_on)) as grade,
        count(distinct source) as sources,
        max({'day': day, 'kind': kind, 'code': code}) filter (where day is not null) as newest
    from evidence
    group by declaration, pledge, known_from
),

attributed as (
    select
        editions.declaration,
        editions.pledge,
        editions.known_from,
        count(*) as events,
        histogram(events.attribution) as events_by
    from editions
    join event_pledges on editions.declaration = event_pledges.declaration and editions.pledge = event_pledges.pledge
    join recorded_events as events
        on
            event_pledges.declaration = events.declaration and event_pledges.event = events.event
            and events.known_from <= editions.known_from and not event_pledges.signs
    group by editions.declaration, editions.pledge, editions.known_from
),

joined as (
    select
        pledges.declaration,
        pledges.pledge,
        pledges.place,
        pledges.family,
        pledges.not_measurable is not null as not_measurable,
        pledges.family in ('milestone', 'declaratory') as by_codings,
        editions.known_from,
        editions.known_to,
        coded.status as coded_status,
        coded.reason as coded_reason,
        coded.by_acts_since,
        coded.any_since,
        coded.score,
        lead.indicator as lead,
        lead.answers as lead_answers,
        case when lead.answers <> 'no' then lead.status else 'not_assessable' end as lead_status,
        case when lead.answers <> 'no' then lead.reason else 'no_answering_indicator' end as lead_reason,
        case when lead.answers <> 'no' then lead.rule end as lead_rule,
        case when lead.answers <> 'no' then lead.since_signature_status else 'not_assessable' end as lead_since_status,
        case when lead.answers <> 'no' then lead.since_signature_reason else 'no_answering_indicator' end as lead_since_reason,
        case when lead.answers <> 'no' then lead.earliest_assessable end as lead_earliest,
        outcomes.outcome,
        outcomes.indicator as outcome_indicator,
        outcomes.party as outcome_party,
        lead.rules_agreeing,
        lead.rules_applicable,
        coalesce(summed.indicators, 0) as indicators,
        coalesce(summed.indicators_with_data, 0) as indicators_with_data,
        coalesce(summed.assessable, 0) as assessable_indicators,
        coalesce(summed.good, 0) as good,
        coalesce(summed.bad, 0) as bad,
        graded.grade,
        coalesce(graded.sources, 0) as evidence_sources,
        graded.newest.day as evidence_newest,
        graded.newest.kind as evidence_newest_kind,
        graded.newest.code as evidence_newest_code,
        coalesce(attributed.events, 0) as events,
        coalesce(attributed.events_by, map {}) as events_by
    from editions
    join recorded_pledges as pledges on editions.declaration = pledges.declaration and editions.pledge = pledges.pledge
    left join summed
        on editions.declaration = summed.declaration and editions.pledge = summed.pledge and editions.known_from = summed.known_from
    left join graded
        on editions.declaration = graded.declaration and editions.pledge = graded.pledge and editions.known_from = graded.known_from
    left join attributed
        on editions.declaration = attributed.declaration and editions.pledge = attributed.pledge and editions.known_from = attributed.known_from
    left join members as lead
        on editions.declaration = lead.declaration and editions.pledge = lead.pledge and editions.known_from = lead.known_from and lead.place = 1
    left join outcomes
        on
            editions.declaration = outcomes.declaration and editions.pledge = outcomes.pledge
            and editions.known_from = outcomes.known_from
    left join history.coded_statuses as coded
        on
            editions.declaration = coded.declaration and editions.pledge = coded.pledge
            and coded.known_from <= editions.known_from
            and coalesce(coded.known_to, date '9999-12-31') > editions.known_from
)

select
    declaration,
    pledge,
    place,
    known_from,
    known_to,
    case
        when not_measurable then 'not_assessable'
        when by_codings then coalesce(coded_status, 'not_assessable')
        when good > 0 and bad > 0 and lead_status <> 'not_assessable' then 'mixed'
        else coalesce(lead_status, 'not_assessable')
    end as status,
    case
        when not_measurable then 'not_measurable'
        when by_codings then case when coded_status is null then 'not_coded' else coded_reason end
        when lead is null then 'no_answering_indicator'
        else lead_reason
    end as reason,
    case
        when not_measurable then null
        when family = 'milestone' then 'implementation_scale'
        when family = 'declaratory' then 'g20_compliance'
        else lead_rule
    end as rule,
    score,
    case
        when not_measurable then 'not_assessable'
        when by_codings and coded_reason is null and (by_acts_since or coded_status in ('no_evidence_found', 'not_searched')) then coded_status
        -- Since the signature there is nothing but words.
        when by_codings and any_since and coded_reason is null then 'announced'
        when by_codings then 'not_assessable'
        else coalesce(lead_since_status, 'not_assessable')
    end as since_signature_status,
    case
        when not_measurable then 'not_measurable'
        when by_codings and coded_status is null then 'not_coded'
        when by_codings and coded_reason is not null then coded_reason
        when by_codings then case when not any_since and not by_acts_since and coded_status not in ('no_evidence_found', 'not_searched') then 'no_data_since_signature' end
        when lead is null then 'no_answering_indicator'
        else lead_since_reason
    end as since_signature_reason,
    case when not by_codings then lead_earliest end as earliest_assessable,
    lead,
    lead_answers,
    outcome,
    outcome_indicator,
    outcome_party,
    case when not by_codings and lead_status <> 'not_assessable' then rules_agreeing end as rules_agreeing,
    case when not by_codings and lead_status <> 'not_assessable' then rules_applicable end as rules_applicable,
    indicators,
    indicators_with_data,
    assessable_indicators,
    good,
    bad,
    case grade when 1 then 'statistics' when 2 then 'act' when 3 then 'statement' when 4 then 'third_party' when 5 then 'press' end as evidence_quality,
    evidence_sources,
    evidence_newest,
    evidence_newest_kind,
    evidence_newest_code,
    events,
    events_by
from joined
order by declaration, place, known_from;
comment on column history.pledge_statuses.known_from is 'First day of the edition.';
comment on column history.pledge_statuses.known_to is 'First day of the next edition; empty while it holds.';
comment on column history.pledge_statuses.status is 'How the pledge reads: on_track, off_track, mixed, complete and so on, or not_assessable.';
comment on column history.pledge_statuses.score is 'Score of the coders, of a coded pledge; empty where they differ.';
comment on column history.pledge_statuses.lead is 'Id of its lead indicator.';
comment on column history.pledge_statuses.good is 'How many indicators that answer the pledge read well.';
comment on column history.pledge_statuses.bad is 'How many indicators that answer the pledge read badly.';
comment on column history.pledge_statuses.indicators is 'How many indicators the pledge has.';
comment on column history.pledge_statuses.events is 'How many events concern the pledge.';
comment on column history.pledge_statuses.evidence_newest_code is 'Day, month or period of the newest evidence, as exactly as it is known.';
comment on column history.pledge_statuses.events_by is 'How many events concern the pledge, by whose act they were.';
