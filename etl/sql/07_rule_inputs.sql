-- The two tables every rule reads (see `rules/`); a rule knows neither declarations nor indicators, only series.
-- Each indicator and edition enters up to four times: `now` as it stands; `earlier` and `later` with the base moved by one
-- point; `since` with nothing but the years that lie wholly after the signature.
-- The house rule chooses the points: the six newest comparable ones, and of them those within ten years of the newest. The base of
-- every rule is the first of them. A rule itself has no such window: given points, it does what its office does.

-- Grain: one row per indicator, edition and variant: the name it has as a series.
create temp table variants as
with

ranked as (
    select
        points.*,
        row_number() over (partition by declaration, indicator, known_from order by t desc) as place,
        max(t) over (partition by declaration, indicator, known_from) as newest
    from history.annual_points as points
    where comparable
),

bases as (
    select
        declaration,
        indicator,
        known_from,
        min(case when place <= 6 then t end) as base,
        min(case when place <= 5 then t end) as later,
        max(case when place = 7 then t end) as earlier,
        max(newest) as newest
    from ranked
    where t >= newest - 10
    group by declaration, indicator, known_from
)

select
    bases.declaration,
    bases.indicator,
    bases.known_from,
    named.variant,
    bases.declaration || '/' || bases.indicator || '|' || bases.known_from || '|' || named.variant as series,
    case named.variant when 'earlier' then bases.earlier when 'later' then bases.later else bases.base end as base_year,
    bases.base as usual_base,
    bases.newest - 10 as window_start,
    year(recorded_declarations.signed) as signed_year
from bases
join recorded_declarations on bases.declaration = recorded_declarations.declaration
cross join (select unnest(['now', 'earlier', 'later', 'since']) as variant) as named
where named.variant <> 'earlier' or bases.earlier is not null;

create temp table specs as
select
    variants.series,
    specs.direction,
    specs.target,
    specs.target_year,
    specs.kind,
    case when variants.variant = 'since' then variants.signed_year + 1 else variants.base_year end as base_year,
    cast(null as double) as natural_limit,
    cast(null as double) as low,
    cast(null as double) as high
from variants
join history.specs as specs
    on variants.declaration = specs.declaration and variants.indicator = specs.indicator and variants.known_from = specs.known_from;

create temp table points as
select variants.series, points.t, points.value
from variants
join history.annual_points as points
    on variants.declaration = points.declaration and variants.indicator = points.indicator and variants.known_from = points.known_from
where
    points.comparable and points.t >= variants.window_start
    and case variants.variant
        -- Without the usual base the point before it becomes the sixth.
        when 'earlier' then points.t <> variants.usual_base
        when 'later' then points.t > variants.usual_base
        when 'since' then points.t > variants.signed_year
        else true
    end
