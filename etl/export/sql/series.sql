-- Grain: one row per series: whose it is, under which terms, and whether its values are in this export.
with

publishers as (
    select
        observations.series,
        sources.source,
        sources.licence,
        sources.terms_verified,
        sources.url,
        max(observations.start_date) as newest
    from exported_observations as observations
    join sources on list_contains(observations.sources, sources.source)
    group by observations.series, sources.source, sources.licence, sources.terms_verified, sources.url
),

terms as (
    select
        series,
        first(source order by newest desc, source) as source,
        first(url order by newest desc, source) as source_url,
        string_agg(source, ' ' order by newest desc, source) as sources,
        bool_and(terms_verified) as terms_verified
    from publishers
    group by series
),

licences as (
    select series, string_agg(licence, ' | ' order by licence) as licence
    from (select distinct series, licence from publishers) as each
    group by series
),

seen as (
    select
        series,
        first(geo order by start_date desc) as geo,
        first(counterpart order by start_date desc) as counterpart,
        first(unit order by start_date desc) as unit,
        bool_or(derived) as derived,
        count(*) as observations,
        bool_or(value_withheld) as values_withheld,
        min(period order by start_date) as first_period,
        max_by(period, end_date) as last_period
    from exported_observations
    group by series
)

select
    exported_series.series, seen.geo, seen.counterpart, seen.unit, terms.source, terms.sources, licences.licence, terms.terms_verified,
    terms.source_url, coalesce(seen.derived, false) as derived, coalesce(seen.observations, 0) as observations, seen.first_period,
    seen.last_period, coalesce(seen.values_withheld, false) as values_withheld
from exported_series
left join seen on exported_series.series = seen.series
left join terms on exported_series.series = terms.series
left join licences on exported_series.series = licences.series
order by exported_series.series
