-- Grain: one row per indicator and edition: what its data did, credited to nobody, and neither good nor bad. Which of them tells the
-- outcome of a pledge is said in `10_pledge_statuses.sql`.
-- The six newest comparable yearly values within ten years: rising or falling where the average and the last change point the same
-- way, steady where both are below half a percent of the newest value a year, else mixed; unknown below three values. Nothing is said
-- of people who move, stay or study, of limits set by law, of what is done or not, and of what was counted from events.
create table history.outcomes as
with

ranked as (
    select *, row_number() over (partition by declaration, indicator, known_from order by t desc) as place
    from history.annual_points
    where in_window
),

ends as (
    select
        declaration,
        indicator,
        known_from,
        count(*) as points,
        arg_max(value, t) as newest,
        max(t) as newest_year,
        (arg_max(value, t) - arg_min(value, t)) / nullif(max(t) - min(t), 0) as average_change,
        (max(case when place = 1 then value end) - max(case when place = 2 then value end))
        / nullif(max(case when place = 1 then t end) - max(case when place = 2 then t end), 0) as last_change
    from ranked
    where place <= 6
    group by declaration, indicator, known_from
)

select
    editions.declaration,
    editions.indicator,
    editions.known_from,
    editions.known_to,
    ends.newest_year,
    case
        when ends.points is null or ends.points < 3 then 'unknown'
        when abs(average_change) <= abs(newest) * 5e-3 and abs(last_change) <= abs(newest) * 5e-3 then 'steady'
        when average_change > 0 and last_change > 0 then 'rising'
        when average_change < 0 and last_change < 0 then 'falling'
        else 'mixed'
    end as outcome
from history.editions as editions
join indicators
    on
        editions.declaration = indicators.declaration and editions.indicator = indicators.indicator
        and not indicators.people and not indicators.legal_limit and indicators.counted_tag is null and indicators.direction <> 'done'
left join ends
    on editions.declaration = ends.declaration and editions.indicator = ends.indicator and editions.known_from = ends.known_from;
comment on column history.outcomes.newest_year is 'Year of the newest point used.';
