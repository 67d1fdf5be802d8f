-- Grain: one row per indicator, series, period and day from which it was known: the value in the indicator's unit.
-- Place 1 is the assessed series.
create table history.indicator_observations as
select
    indicators.declaration,
    indicators.indicator,
    indicator_series.place,
    indicator_series.same_quantity,
    observations.series,
    observations.geo,
    observations.counterpart,
    observations.period,
    observations.frequency,
    observations.start_date,
    observations.end_date,
    case
        when series_unit.factor = indicator_unit.factor then observations.value
        else observations.value * series_unit.factor / indicator_unit.factor
    end as value,
    observations.qualifier,
    indicators.unit,
    observations.unit as published_unit,
    observations.value as published_value,
    observations.status,
    observations.source,
    observations.sources,
    observations.url,
    observations.published,
    observations.published_code,
    observations.published_basis,
    observations.recorded,
    observations.note,
    observations.evidence,
    observations.speaker,
    observations.derived,
    observations.known_from,
    observations.known_to
from indicators
join indicator_series on indicators.declaration = indicator_series.declaration and indicators.indicator = indicator_series.indicator
join history.observations as observations on indicator_series.series = observations.series
join units as series_unit on observations.unit = series_unit.unit
join units as indicator_unit on indicators.unit = indicator_unit.unit
order by indicators.declaration, indicators.indicator, indicator_series.place, observations.start_date, observations.period, observations.known_from;
comment on column history.indicator_observations.frequency is 'Frequency of the series: A yearly, S half-yearly, Q quarterly, M monthly, D daily, R a start and a length.';
comment on column history.indicator_observations.value is 'The number in the unit of the indicator; empty where it is missing.';
comment on column history.indicator_observations.published_unit is 'Unit in which the source gives it: a code of `units`.';
comment on column history.indicator_observations.published_value is 'The number in the unit of its source.';
comment on column history.indicator_observations.source is 'Id of the source of the value.';
