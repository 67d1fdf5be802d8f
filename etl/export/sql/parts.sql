-- Grain: one row per part of a declaration.
select declaration, part, place as "order", title_en, title_fr, title_ru, title_kk
from parts
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place
