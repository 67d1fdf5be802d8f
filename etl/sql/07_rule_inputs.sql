-- The two tables every rule reads (see `rules/`); a rule knows neither declarations nor indicators, only series.
create temp table specs as
select
    declaration || '/' || indicator as series,
    direction,
    target,
    target_year,
    kind,
    cast(null as double) as low,
    cast(null as double) as high
from assessment_specs;

create temp table points as
select declaration || '/' || indicator as series, t, value
from annual_points
where comparable
