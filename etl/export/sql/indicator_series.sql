-- Grain: one row per indicator and series; order 1 is the assessed series, the others are shown beside it.
select declaration, indicator, place as "order", series
from indicator_series
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, indicator, place
