-- Grain: one row per pledge and party that has a body in charge of it.
select lead_bodies.declaration, lead_bodies.pledge, lead_bodies.party, lead_bodies.body
from lead_bodies
join all_pledges on lead_bodies.declaration = all_pledges.declaration and lead_bodies.pledge = all_pledges.pledge
where coalesce(lead_bodies.declaration = getvariable('declaration'), true)
order by lead_bodies.declaration, lead_bodies.pledge, lead_bodies.place
