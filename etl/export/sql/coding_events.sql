-- Grain: one row per coding and event it cites.
select cited.declaration, cited.coding, cited.event
from coding_events as cited
join codings on cited.declaration = codings.declaration and cited.coding = codings.coding
join events on cited.declaration = events.declaration and cited.event = events.event
join all_pledges on codings.declaration = all_pledges.declaration and codings.pledge = all_pledges.pledge
where coalesce(cited.declaration = getvariable('declaration'), true)
order by cited.declaration, cited.coding, cited.event
