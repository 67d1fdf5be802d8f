-- Grain: one row per indicator: its status on the trajectory clock, or the reason why it has none.
create table indicator_statuses as
with

observed as (
    select
        declaration,
        indicator,
        count(value) as observations,
        count(case when frequency = 'A' then value end) as annual_values,
        max(case when value is not null then year(start_date) end) as newest_year
    from indicator_observations
    where place = 1
    group by declaration, indicator
),

shown as (
    select declaration, indicator, count(value) as shown
    from indicator_observations
    group by declaration, indicator
),

counted as (
    select declaration, indicator, count(*) as points, max(t) as newest_point, sum(case when comparable then 1 else 0 end) as comparable_points
    from annual_points
    group by declaration, indicator
),

joined as (
    select
        indicators.declaration,
        indicators.indicator,
        indicators.context,
        indicators.family,
        indicators.direction,
        indicators.mirror_of,
        declarations.stale_before,
        coalesce(observed.observations, 0) as observations,
        coalesce(shown.shown, 0) as shown,
        coalesce(observed.annual_values, 0) as annual_values,
        coalesce(counted.points, 0) as points,
        coalesce(counted.comparable_points, 0) as comparable_points,
        coalesce(counted.newest_point, observed.newest_year) as newest,
        ruled.status as weather,
        ruled.reason as rule_reason,
        ruled.value as yearly_change,
        ruled.base_period,
        ruled.base_value,
        ruled.latest_period,
        ruled.latest_value,
        ruled.n,
        ruled.reached,
        ruled.projection,
        ruled.miss,
        ruled.trend,
        ruled.last_step,
        assessment_specs.target,
        assessment_specs.target_year
    from indicators
    join declarations on indicators.declaration = declarations.declaration
    left join observed on indicators.declaration = observed.declaration and indicators.indicator = observed.indicator
    left join shown on indicators.declaration = shown.declaration and indicators.indicator = shown.indicator
    left join counted on indicators.declaration = counted.declaration and indicators.indicator = counted.indicator
    left join ruled on ruled.series = indicators.declaration || '/' || indicators.indicator
    left join assessment_specs on indicators.declaration = assessment_specs.declaration and indicators.indicator = assessment_specs.indicator
),

reasoned as (
    select
        *,
        case
            when context then 'context_only'
            when family in ('milestone', 'declaratory') then 'not_coded'
            when observations = 0 then 'no_data'
            when newest < stale_before then 'stale'
            when comparable_points < 4 and points >= 4 then 'break_in_series'
            when points = 0 and annual_values = 0 then 'partial_period'
            when comparable_points < 4 then 'too_few_points'
            when direction = 'stable' and target is null then 'no_target_year'
            else rule_reason
        end as own_reason
    from joined
),

own as (
    select
        *,
        case
            when own_reason is not null then null
            when weather = 'sun' and reached = 1 then 'achieved'
            when weather = 'sun' then 'on_track'
            when weather = 'sun_cloud' then 'slightly_off'
            when weather = 'cloud' then 'off_track'
            else 'moving_away'
        end as own_status,
        case
            when own_reason is not null then null
            when weather = 'sun' then 'good'
            when weather = 'sun_cloud' then 'middle'
            else 'bad'
        end as own_class
    from reasoned
),

-- Two official reporters of one flow: a status only where both can be assessed and agree.
paired as (
    select
        own.*,
        case
            when own.own_status is not null and own.mirror_of is not null and mirror.own_status is not null and own.own_class <> mirror.own_class
                then true
            else false
        end as disagree
    from own
    left join own as mirror on own.declaration = mirror.declaration and own.mirror_of = mirror.indicator
)

select
    declaration,
    indicator,
    case when own_reason is not null or disagree then 'not_assessable' else own_status end as status,
    case when own_reason is not null then own_reason when disagree then 'sources_disagree' end as reason,
    'destatis' as rule,
    case when disagree then null else own_class end as class,
    weather,
    own_status,
    observations,
    shown,
    comparable_points,
    n as window_points,
    newest,
    base_period,
    base_value,
    latest_period,
    latest_value,
    yearly_change,
    last_step,
    trend,
    reached,
    projection,
    miss,
    target,
    target_year
from paired
