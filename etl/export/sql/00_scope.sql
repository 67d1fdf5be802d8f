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
-- out where one of the sources it rests on does not let us pass it on.
create or replace temp table exported_observations as
with

judged as (
    select known.*, known.value is not null and not may_leave(known.sources) as value_withheld
    from history.observations as known
    join exported_series on known.series = exported_series.series
    where known.known_from <= as_of_day()
)

select
    * exclude (value, note, known_to),
    case when not value_withheld then value end as value,
    case when not value_withheld then note end as note,
    case when known_to <= as_of_day() then known_to end as known_to
from judged
