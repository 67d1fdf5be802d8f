-- Grain: one row per pledge and party (or joint, third-party) whose acts are among its events.
select declaration, pledge, attribution, events
from (
    select declaration, place, pledge, unnest(map_keys(events_by)) as attribution, unnest(map_values(events_by)) as events
    from last_statuses
)
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place, attribution
