-- Grain: one row per series the export holds: those of the declaration asked for and what they are computed from, else all.
create or replace temp table exported_series as
select series
from indicator_series
where coalesce(declaration = getvariable('declaration'), true)
union
select derived_inputs.input as series
from derived_inputs
join indicator_series on derived_inputs.series = indicator_series.series
where coalesce(indicator_series.declaration = getvariable('declaration'), true)
union
select series
from history.observations
where getvariable('declaration') is null and known_from <= as_of_day();

-- Grain: one row per series, period and day from which its value was known. The value, and the note, which may tell it, are left
-- out where the source's terms do not let us pass it on; of a computed series where they do not for any of its inputs.
create or replace temp table exported_observations as
with

withheld_inputs as (
    select distinct derived_inputs.series
    from derived_inputs
    join history.observations as known on derived_inputs.input = known.series
    join sources on known.source = sources.source
    where not sources.may_be_passed_on
),

judged as (
    select
        known.*,
        known.value is not null and (not sources.may_be_passed_on or withheld_inputs.series is not null) as value_withheld
    from history.observations as known
    join exported_series on known.series = exported_series.series
    join sources on known.source = sources.source
    left join withheld_inputs on known.series = withheld_inputs.series
    where known.known_from <= as_of_day()
)

select
    * exclude (value, note, known_to),
    case when not value_withheld then value end as value,
    case when not value_withheld then note end as note,
    case when known_to <= as_of_day() then known_to end as known_to
from judged
