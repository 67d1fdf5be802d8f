-- Grain: one row per pledge and source that reported it.
select reports.declaration, reports.pledge, reports.place as "order", reports.source, reports.url
from pledge_reports as reports
join all_pledges on reports.declaration = all_pledges.declaration and reports.pledge = all_pledges.pledge
where coalesce(reports.declaration = getvariable('declaration'), true)
order by reports.declaration, all_pledges.place, reports.place
