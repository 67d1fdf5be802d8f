-- Grain: one row per indicator and edition whose assessed series has months or quarters after the signature: an early
-- reading, never a status. The parts since the signature are held against the same parts a year before; that change is
-- inside or outside the range of the same change in earlier years. Year-to-date meets the same months only.
create table history.early_readings as
with

parts as (
    select
        editions.declaration, editions.indicator, editions.known_from, editions.known_to,
        observed.frequency,
        observed.start_date,
        year(observed.start_date) * 12 + month(observed.start_date) as place,
        observed.value,
        observed.start_date > recorded_declarations.signed as after_signature
    from history.editions as editions
    join recorded_declarations on editions.declaration = recorded_declarations.declaration
    join history.indicator_observations as observed
        on
            editions.declaration = observed.declaration
            and editions.indicator = observed.indicator
            and observed.known_from <= editions.known_from
            and (observed.known_to is null or observed.known_to > editions.known_from)
    where
        observed.place = 1 and observed.frequency in ('M', 'Q') and observed.value is not null
        and observed.status not in ('E', 'M', 'P') and observed.qualifier = '='
),

since as (
    select
        *,
        count(*) over (partition by declaration, indicator, known_from, frequency) as wanted
    from parts
    where after_signature
),

-- The parts since the signature, and the same parts 1, 2, ... years before.
shifted as (
    select
        since.declaration, since.indicator, since.known_from, since.known_to, since.frequency, since.wanted, years.back,
        sum(parts.value order by parts.place) as total,
        min(since.start_date) as first_start,
        max(since.start_date) as last_start
    from since
    cross join range(0, 20) as years (back)
    join parts
        on
            since.declaration = parts.declaration and since.indicator = parts.indicator and since.known_from = parts.known_from
            and since.frequency = parts.frequency and parts.place = since.place - 12 * years.back
    group by
        since.declaration, since.indicator, since.known_from, since.known_to, since.frequency, since.wanted, years.back
    having count(*) = since.wanted
),

changes as (
    select shifted.*, (shifted.total / nullif(before.total, 0) - 1) * 100 as change
    from shifted
    join shifted as before
        on
            shifted.declaration = before.declaration and shifted.indicator = before.indicator and shifted.known_from = before.known_from
            and shifted.frequency = before.frequency and before.back = shifted.back + 1
    where before.total > 0
)

select
    declaration,
    indicator,
    known_from,
    known_to,
    frequency,
    max(wanted) as parts,
    min(first_start) as first_start,
    max(last_start) as last_start,
    max(case when back = 0 then change end) as change,
    min(case when back > 0 then change end) as lowest,
    max(case when back > 0 then change end) as highest,
    count(case when back > 0 then change end) as years
from changes
group by declaration, indicator, known_from, known_to, frequency
having max(case when back = 0 then change end) is not null;
comment on column history.early_readings.frequency is 'Frequency of the parts: M monthly, Q quarterly.';
comment on column history.early_readings.parts is 'How many months or quarters since the signature have a value.';
comment on column history.early_readings.first_start is 'First day of the first of them.';
comment on column history.early_readings.last_start is 'First day of the last of them.';
comment on column history.early_readings.change is 'Their sum against the same parts a year before, in per cent.';
comment on column history.early_readings.lowest is 'Lowest such change in earlier years, in per cent.';
comment on column history.early_readings.highest is 'Highest such change in earlier years, in per cent.';
comment on column history.early_readings.years is 'How many earlier years are compared with.';
