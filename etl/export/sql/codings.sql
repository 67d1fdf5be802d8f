-- Grain: one row per coding made by the day of the export; an empty score: a search found no evidence.
select
    codings.declaration, codings.coding, codings.pledge, codings.coder, codings.coder_kind, codings.role, codings.date, codings.score,
    codings.rationale
from codings
join all_pledges on codings.declaration = all_pledges.declaration and codings.pledge = all_pledges.pledge
where coalesce(codings.declaration = getvariable('declaration'), true)
order by codings.declaration, codings.coding
