-- Grain: one row per event of the day of the export or before.
select
    declaration, event, date, date_precision, date_end, domain, nature, direction, attribution, actor, cause, evidence,
    summary, source, url
from events
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, date, event
