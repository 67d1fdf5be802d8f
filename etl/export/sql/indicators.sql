-- Grain: one row per indicator.
select
    declaration, indicator, unit, frequency, direction, family, context, baseline_period, data_owner, release_every, release_next,
    measures, source, mirror_of, title_en, title_fr, title_ru, title_kk, definition_en, definition_fr, definition_ru, definition_kk,
    choice_en, choice_fr, choice_ru, choice_kk, lead_reason_en, lead_reason_fr, lead_reason_ru, lead_reason_kk
from indicators
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, indicator
