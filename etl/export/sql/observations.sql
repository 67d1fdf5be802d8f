-- Grain: one row per series, period and day from which its value was known: a vintage.
select
    series, geo, counterpart, period, frequency, start_date, end_date, value, nullif(qualifier, '=') as qualifier, unit, status, value_withheld, source, url,
    published_code as published, published_basis, recorded, known_from, known_to, note, evidence, speaker, derived
from exported_observations
order by series, start_date, period, known_from
