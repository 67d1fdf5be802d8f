-- Grain: one row per approved name of a party, body or place.
select declaration, name, kind, abbreviation, name_en, name_fr, name_ru, name_kk
from names
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, name
