-- Grain: one row per indicator, series, period and day on which its value became known or was replaced, as of the day asked for:
-- the value before (empty where it is the first) and after, in the indicator's unit. A view only.
create view value_changes as
select
    declaration,
    indicator,
    place,
    series,
    period,
    start_date,
    known_from,
    published_basis,
    source,
    url,
    case when shown then note end as note,
    lag(case when shown then value end) over vintages as value_before,
    lag(qualifier) over vintages as qualifier_before,
    case when shown then value end as value,
    qualifier,
    not shown as withheld,
    coalesce(lag(not shown) over vintages, false) as withheld_before,
    lag(known_from) over vintages is null as is_first
from (select *, value is null or not passing_on() or may_leave(sources) as shown from history.indicator_observations) as observed
where known_from <= as_of_day()
window vintages as (partition by declaration, indicator, series, period order by known_from);
comment on column value_changes.value_before is 'The value until then; empty where it is the first.';
comment on column value_changes.qualifier_before is 'Exactness of the value until then.';
comment on column value_changes.withheld is 'Whether the value is left out because it may not leave this place.';
comment on column value_changes.withheld_before is 'Whether the value until then is left out for that reason.';
comment on column value_changes.is_first is 'Whether the value is the first known of its period.';
