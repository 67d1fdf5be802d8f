-- Grain: one row per indicator.
select
    declaration, indicator, unit, frequency, direction, family, context, baseline_period, data_owner, release_every, release_next,
    measures, source, mirror_of, title, definition,
    choice, lead_reason
from indicators
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, indicator
