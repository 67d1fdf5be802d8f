-- Grain: one row per logged search.
select searches.declaration, searches.pledge, searches.date, searches.languages, searches.outlets, searches.result
from searches
join all_pledges on searches.declaration = all_pledges.declaration and searches.pledge = all_pledges.pledge
where coalesce(searches.declaration = getvariable('declaration'), true)
order by searches.declaration, searches.pledge, searches.date, searches.result
