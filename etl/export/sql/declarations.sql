-- Grain: one row per declaration.
select
    declaration, title, short_title,
    place, text_status,
    array_to_string(parties, ' ') as parties, signed, array_to_string(languages, ' ') as languages, points, searched_to, events_to, as_of,
    reconstructed
from declarations
where coalesce(declaration = getvariable('declaration'), true)
order by declaration
