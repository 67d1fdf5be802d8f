-- Grain: one row per part of a declaration.
select declaration, part, place as "order", title
from parts
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place
