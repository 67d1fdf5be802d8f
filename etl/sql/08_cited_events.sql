-- Grain: one row per coding and event it cites: what that event can carry. The signing of a pledge's own paper is no evidence for it,
-- and stands in no row.
-- carries: an act or outcome that was not reported at third hand, and more than one party's word about itself: what another than the
-- doer says is. A headline carries nothing alone. since: it can only mean days after the signature.
create view history.cited_events as
select
    codings.declaration,
    codings.pledge,
    codings.coding,
    codings.date as coded_on,
    codings.score,
    events.event,
    events.source,
    events.evidence,
    events.date,
    events.date_precision,
    events.known_from,
    events.last_day,
    events.direction = 'setback' as setback,
    list_contains(events.tags, 'headline') as headline,
    events.last_day > declarations.signed as since,
    events.nature in ('act', 'outcome')
    and not list_contains(events.tags, 'third-hand')
    and (events.evidence <> 'statement' or events.attribution = 'joint' or events.speaker not in ('', events.attribution)) as carries
from recorded_codings as codings
join recorded_declarations as declarations on codings.declaration = declarations.declaration
join coding_events on codings.declaration = coding_events.declaration and codings.coding = coding_events.coding
join recorded_events as events on coding_events.declaration = events.declaration and coding_events.event = events.event
left join event_pledges
    on codings.declaration = event_pledges.declaration and events.event = event_pledges.event and codings.pledge = event_pledges.pledge
where not coalesce(event_pledges.signs, false);
comment on column history.cited_events.coded_on is 'Day of the coding.';
comment on column history.cited_events.score is 'Score of the coding.';
comment on column history.cited_events.date is 'Day of the event, or first day of its month.';
comment on column history.cited_events.source is 'Id of the source of the event.';
comment on column history.cited_events.evidence is 'Kind of evidence the event is: statistics, act, statement, third_party, press.';
comment on column history.cited_events.setback is 'Whether it is one for the pledge.';
comment on column history.cited_events.headline is 'Whether only headline and teaser were read.';
comment on column history.cited_events.since is 'Whether it can only mean days after the signature.';
comment on column history.cited_events.carries is 'Whether it can carry a status: an act or outcome, not at third hand, and not only the doer''s own word.';
