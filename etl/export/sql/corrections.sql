-- Grain: one row per correction of a mistake of the project.
select
    declaration, correction, date, array_to_string(concerns, ' ') as concerns, noticed_by, wrong_en, wrong_fr, wrong_ru, wrong_kk,
    right_en, right_fr, right_ru, right_kk, submission
from corrections
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, date, correction
