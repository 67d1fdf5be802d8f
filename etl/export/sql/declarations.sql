-- Grain: one row per declaration.
select
    declaration, title_en, title_fr, title_ru, title_kk, short_title_en, short_title_fr, short_title_ru, short_title_kk,
    place_en, place_fr, place_ru, place_kk, text_status_en, text_status_fr, text_status_ru, text_status_kk,
    array_to_string(parties, ' ') as parties, signed, array_to_string(languages, ' ') as languages, points, searched_to, events_to, as_of,
    reconstructed
from declarations
where coalesce(declaration = getvariable('declaration'), true)
order by declaration
