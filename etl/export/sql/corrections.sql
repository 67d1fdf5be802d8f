-- Grain: one row per correction of a mistake of the project.
select
    declaration, correction, date, array_to_string(concerns, ' ') as concerns, noticed_by, wrong,
    "right", submission
from corrections
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, date, correction
