-- Grain: one row per change of status of a pledge or an indicator, with its cause and how its day is known.
select
    changes.declaration, changes.level, changes.key, changes.day, changes.status_before, changes.reason_before, changes.status,
    changes.reason, changes.cause, changes.basis as day_basis, changes.day < build.first_recorded as reconstructed
from status_changes as changes
cross join build
where changes.day <= as_of_day() and coalesce(changes.declaration = getvariable('declaration'), true)
order by changes.declaration, changes.day, changes.level, changes.key
