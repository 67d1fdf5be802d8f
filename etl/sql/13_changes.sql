-- Grain: one row per change of status of an indicator or a pledge, with its cause and how its day is known.
-- Causes: changed_rule, changed_target, new_period, revised_data, time_passed (its newest value became too old); a coded pledge changes by recoding.
create table status_changes as
with

indicator_steps as (
    select
        statuses.*,
        lag(status) over steps as status_before,
        lag(reason) over steps as reason_before,
        lag(rule) over steps as rule_before,
        lag(target) over steps as target_before,
        lag(target_year) over steps as target_year_before,
        lag(observations) over steps as observations_before,
        lag(newest) over steps as newest_before,
        lag(comparable_points) over steps as points_before,
        lag(total) over steps as total_before,
        lag(mirror_observations) over steps as mirror_before,
        row_number() over steps as place
    from history.indicator_statuses as statuses
    window steps as (partition by declaration, indicator order by known_from)
),

-- How the day of a change is known: the weakest basis among what was published on it.
bases as (
    select
        declaration, indicator, day,
        case
            -- What came after recording had begun was recorded as it came.
            when bool_or(basis = 'first_seen') and day > (select first_recorded from build) then 'recorded'
            when bool_or(basis = 'first_seen') then 'first_seen' when bool_or(basis = 'inferred') then 'inferred' else 'stated'
        end as basis
    from (
        select declaration, indicator, known_from as day, published_basis as basis
        from history.indicator_observations
        union all
        select declaration, indicator, known_from as day, known_basis as basis
        from recorded_targets
        where place = 1
        union all
        select indicators.declaration, indicators.indicator, mirror.known_from as day, mirror.published_basis as basis
        from indicators
        join history.indicator_observations as mirror on indicators.declaration = mirror.declaration and indicators.mirror_of = mirror.indicator
    ) as known
    group by declaration, indicator, day
),

indicator_changes as (
    select
        steps.declaration,
        steps.indicator,
        steps.known_from as day,
        status_before,
        reason_before,
        status,
        reason,
        case
            when rule is distinct from rule_before then 'changed_rule'
            when target is distinct from target_before or target_year is distinct from target_year_before then 'changed_target'
            when
                newest is distinct from newest_before or observations <> observations_before
                or comparable_points <> points_before or mirror_observations <> mirror_before
                then 'new_period'
            when reason = 'stale' then 'time_passed'
            else 'revised_data'
        end as cause,
        -- Several values at once where there was none: the release at hand has a day, not each of its values.
        case when observations_before = 0 and observations > 1 then 'first_seen' else coalesce(bases.basis, 'stated') end as basis
    from indicator_steps as steps
    left join bases on steps.declaration = bases.declaration and steps.indicator = bases.indicator and steps.known_from = bases.day
    where steps.place > 1 and (status, reason) is distinct from (status_before, reason_before)
),

pledge_steps as (
    select
        statuses.declaration, statuses.pledge, statuses.known_from as day, statuses.status, statuses.reason,
        lag(status) over steps as status_before,
        lag(reason) over steps as reason_before,
        row_number() over steps as place
    from history.pledge_statuses as statuses
    window steps as (partition by declaration, pledge order by known_from)
)

select declaration, 'indicator' as level, indicator as key, day, status_before, reason_before, status, reason, cause, basis
from indicator_changes
union all
select
    steps.declaration,
    'pledge' as level,
    steps.pledge as key,
    steps.day,
    steps.status_before,
    steps.reason_before,
    steps.status,
    steps.reason,
    case when pledges.family in ('milestone', 'declaratory') then 'recoding' else coalesce(moved.cause, 'revised_data') end as cause,
    case when pledges.family in ('milestone', 'declaratory') then 'stated' else coalesce(moved.basis, 'stated') end as basis
from pledge_steps as steps
join recorded_pledges as pledges on steps.declaration = pledges.declaration and steps.pledge = pledges.pledge
left join (
    select
        pledge_indicators.declaration, pledge_indicators.pledge, indicator_changes.day,
        arg_min(indicator_changes.cause, pledge_indicators.place) as cause,
        arg_min(indicator_changes.basis, pledge_indicators.place) as basis
    from pledge_indicators
    join indicator_changes
        on pledge_indicators.declaration = indicator_changes.declaration and pledge_indicators.indicator = indicator_changes.indicator
    group by pledge_indicators.declaration, pledge_indicators.pledge, indicator_changes.day
) as moved
    on steps.declaration = moved.declaration and steps.pledge = moved.pledge and steps.day = moved.day
where steps.place > 1 and (steps.status, steps.reason) is distinct from (steps.status_before, steps.reason_before);
comment on column status_changes.level is 'Whether an indicator or a pledge changed.';
comment on column status_changes.status is 'The status after the change.';
comment on column status_changes.reason is 'The reason after the change; empty where there is a status.';
comment on column status_changes.cause is 'new_period, revised_data, changed_target, changed_rule, time_passed or recoding.';
comment on column status_changes.basis is 'How the day is known: stated, inferred, first_seen, or recorded by us as it came.';
