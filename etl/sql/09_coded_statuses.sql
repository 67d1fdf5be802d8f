-- Grain: one row per coded pledge and day from which its codings stood so: the status they give.
-- Each coder's newest coding counts; a decision made after them settles it. Coders who differ stay side by side without a
-- status until somebody decides. What rests on claims, plans or one party's word about itself is announced, no more; so is a
-- milestone that was not begun but named. What an event can carry is said in `08_cited_events.sql`.
-- "Nothing found" needs a logged search that looked widely enough; without one the pledge was not searched.
create table history.coded_statuses as
with

days as (
    select declaration, pledge, date as known_from, lead(date) over (partition by declaration, pledge order by date) as known_to
    from (select distinct declaration, pledge, date from recorded_codings where date <= (select as_of from build)) as dated
),

carried as (
    select
        declaration,
        coding,
        bool_or(carries and not setback and not headline)
        or count(distinct case when carries and not setback then source end) > 1 as by_acts,
        bool_or(carries and since and (not setback or score = '-1') and not headline)
        or count(distinct case when carries and since and (not setback or score = '-1') then source end) > 1 as by_acts_since,
        bool_or(since) as any_since
    from history.cited_events
    group by declaration, coding
),

searched as (
    select declaration, pledge, min(date) as first_search
    from recorded_searches
    where can_find_nothing
    group by declaration, pledge
),

standing as (
    select
        days.declaration,
        days.pledge,
        days.known_from,
        days.known_to,
        codings.role,
        codings.score,
        codings.coding,
        codings.date
    from days
    join recorded_codings as codings on days.declaration = codings.declaration and days.pledge = codings.pledge and codings.date <= days.known_from
    qualify row_number() over (
        partition by days.declaration, days.pledge, days.known_from, codings.role, case when codings.role = 'coding' then codings.coder end
        order by codings.date desc, codings.coding desc
    ) = 1
),

weighed as (
    select
        *,
        max(case when role = 'decision' then date end) over (partition by declaration, pledge, known_from) as decided,
        max(case when role = 'coding' then date end) over (partition by declaration, pledge, known_from) as coded
    from standing
),

chosen as (
    select *
    from weighed
    where role = case when decided >= coalesce(coded, decided) then 'decision' else 'coding' end
),

summed as (
    select
        chosen.declaration,
        chosen.pledge,
        chosen.known_from,
        chosen.known_to,
        count(distinct chosen.score) as scores,
        max(chosen.score) as score,
        bool_or(coalesce(carried.by_acts, false)) as by_acts,
        bool_or(coalesce(carried.by_acts_since, false)) as by_acts_since,
        bool_or(coalesce(carried.any_since, false)) as any_since,
        -- A paper that was signed is named, whatever its signing carries.
        bool_or(
            exists (
                select 1 from coding_events
                where coding_events.declaration = chosen.declaration and coding_events.coding = chosen.coding
            )
        ) as cites
    from chosen
    left join carried on chosen.declaration = carried.declaration and chosen.coding = carried.coding
    group by chosen.declaration, chosen.pledge, chosen.known_from, chosen.known_to
)

select
    summed.declaration,
    summed.pledge,
    summed.known_from,
    summed.known_to,
    case when scores = 1 then score end as score,
    case
        when scores > 1 then 'not_assessable'
        when score = '' then case when searched.first_search <= summed.known_from then 'no_evidence_found' else 'not_searched' end
        when score = 'superseded' then 'superseded'
        when score = '-1' then 'contrary'
        when pledges.family = 'milestone' and score = '0' then case when cites then 'announced' else 'not_started' end
        when not by_acts then 'announced'
        when pledges.family = 'milestone' then case score when '1' then 'started' when '2' then 'substantial' else 'complete' end
        when score = '0' then 'partly'
        else 'in_line'
    end as status,
    case when scores > 1 then 'sources_disagree' end as reason,
    by_acts_since,
    any_since
from summed
join recorded_pledges as pledges on summed.declaration = pledges.declaration and summed.pledge = pledges.pledge
left join searched on summed.declaration = searched.declaration and summed.pledge = searched.pledge;
comment on column history.coded_statuses.known_from is 'First day on which the codings stood so.';
comment on column history.coded_statuses.known_to is 'Day from which others stood; empty while it holds.';
comment on column history.coded_statuses.score is 'Score of the coders; empty where they differ.';
comment on column history.coded_statuses.status is 'How the pledge reads: complete, in_line, announced and so on, or not_assessable.';
comment on column history.coded_statuses.by_acts_since is 'Whether acts or outcomes after the signature carry it.';
comment on column history.coded_statuses.any_since is 'Whether any event cited lies after the signature.';
