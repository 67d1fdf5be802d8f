-- Grain: one row per measured indicator: what the rule is to judge it by (the input of every rule in `rules/`).
-- A target is assessed against only if somebody set it (kind target or plan), it names a year and it has not lapsed.
create table assessment_specs as
with

set_targets as (
    select declaration, indicator, value, year
    from targets
    where place = 1 and kind in ('target', 'plan') and not lapsed and value is not null
)

select
    indicators.declaration,
    indicators.indicator,
    case indicators.direction when 'lower' then -1 else 1 end as direction,
    case when indicators.family = 'direction' then null else set_targets.value end as target,
    case when indicators.family = 'direction' then null else set_targets.year end as target_year,
    case indicators.family when 'quantified' then 'value' else indicators.family end as kind
from indicators
left join set_targets on indicators.declaration = set_targets.declaration and indicators.indicator = set_targets.indicator
where indicators.family in ('quantified', 'threshold', 'direction') and not indicators.context
