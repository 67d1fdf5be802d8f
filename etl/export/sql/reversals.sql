-- Grain: one row per accepted submission that was reverted.
select declaration, submission, kind, date, why
from reversals
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, date, submission
