-- Grain: one row per indicator and number somebody had named for it by the day of the export.
select
    targets.declaration, targets.indicator,
    row_number() over (
        partition by targets.declaration, targets.indicator
        order by targets.said_on, targets.place, targets.period, targets.kind, targets.speaker, targets.value, targets.url
    ) as target,
    targets.place = 1 as assessed_against,
    case when sources.may_be_passed_on then targets.value end as value,
    targets.unit, nullif(targets.qualifier, '=') as qualifier, targets.period, targets.stated_without_year, targets.kind, targets.speaker, targets.said_on,
    targets.source, targets.url, targets.lapsed,
    case when sources.may_be_passed_on then targets.note end as note,
    not sources.may_be_passed_on as value_withheld, targets.known_from,
    case when targets.known_to <= as_of_day() then targets.known_to end as known_to
from targets
join sources on targets.source = sources.source
where coalesce(targets.declaration = getvariable('declaration'), true)
order by targets.declaration, targets.indicator, target
