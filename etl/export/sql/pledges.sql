-- Grain: one row per pledge that ever stood in the register by the day of the export.
select
    declaration, pledge, place as "order", in_declaration, part, part_basis, basis, grade, domain, obligor, strength, family, valid_from,
    clause_group, measures, title,
    summary, family_reason,
    instrument, not_measurable, quotation, quotation_language, quotation_source, quotation_url, unofficial_translation, replaced_on
from all_pledges
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, place
