-- Grain: one row per event and pledge it concerns.
select linked.declaration, linked.event, linked.pledge
from event_pledges as linked
join events on linked.declaration = events.declaration and linked.event = events.event
join all_pledges on linked.declaration = all_pledges.declaration and linked.pledge = all_pledges.pledge
where coalesce(linked.declaration = getvariable('declaration'), true)
order by linked.declaration, linked.event, linked.pledge
