-- Grain: one row per pledge and indicator that tracks it; order 1 is the lead.
select tracked.declaration, tracked.pledge, tracked.place as "order", tracked.indicator
from pledge_indicators as tracked
join all_pledges on tracked.declaration = all_pledges.declaration and tracked.pledge = all_pledges.pledge
where coalesce(tracked.declaration = getvariable('declaration'), true)
order by tracked.declaration, all_pledges.place, tracked.place
