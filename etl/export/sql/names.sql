-- Grain: one row per approved name of a party, body or place.
select declaration, name, kind, abbreviation, texts as name
from names
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, names.name
