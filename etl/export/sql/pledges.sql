-- Grain: one row per pledge that ever stood in the register by the day of the export.
select
    declaration, pledge, place as "order", in_declaration, part, part_basis, basis, grade, domain, obligor, strength, family, valid_from,
    clause_group, measures, title_en, title_fr, title_ru, title_kk,
    summary_en, summary_fr, summary_ru, summary_kk, family_reason_en, family_reason_fr, family_reason_ru, family_reason_kk,
    instrument_en, instrument_fr, instrument_ru, instrument_kk, not_measurable_en, not_measurable_fr, not_measurable_ru,
    not_measurable_kk, quotation, quotation_language, quotation_source, quotation_url, unofficial_translation, replaced_on
from all_pledges
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place
