-- Grain: one row per change of status and source behind it: who published the values or named the target of that day, or whose
-- reports of events the coding of that day cites. A changed rule has none.
create view change_sources as
with

indicator_sources as (
    select declaration, indicator, known_from as day, source, url
    from history.indicator_observations
    union
    select indicators.declaration, indicators.indicator, mirror.known_from as day, mirror.source, mirror.url
    from indicators
    join history.indicator_observations as mirror on indicators.declaration = mirror.declaration and indicators.mirror_of = mirror.indicator
    union
    select declaration, indicator, known_from as day, source, url
    from recorded_targets
    where place = 1
),

behind as (
    select declaration, 'indicator' as level, indicator as key, day, source, url
    from indicator_sources
    union
    select tracked.declaration, 'pledge' as level, tracked.pledge as key, day, source, url
    from indicator_sources
    join pledge_indicators as tracked
        on indicator_sources.declaration = tracked.declaration and indicator_sources.indicator = tracked.indicator
    union
    select codings.declaration, 'pledge' as level, codings.pledge as key, codings.date as day, events.source, events.url
    from recorded_codings as codings
    join coding_events on codings.declaration = coding_events.declaration and codings.coding = coding_events.coding
    join recorded_events as events on coding_events.declaration = events.declaration and coding_events.event = events.event
)

select changes.declaration, changes.level, changes.key, changes.day, sources.source, sources.publisher, behind.url
from status_changes as changes
join behind
    on
        changes.declaration = behind.declaration
        and changes.level = behind.level
        and changes.key = behind.key
        and changes.day = behind.day
join sources on behind.source = sources.source
where changes.cause <> 'changed_rule';
comment on column change_sources.source is 'Id of a source behind the change.';
