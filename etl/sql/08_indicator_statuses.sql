-- Grain: one row per indicator and edition: its status on both clocks, or the reason why it has none, and how firm it is.
-- Trajectory: the primary rule on the newest points. Since the signature: the same rule on years that lie wholly after it.
-- Rules agree: of the rules that can be applied without inventing a bound, how many read good, middle or bad as this one.
-- House rules, ours and not the publishers': a newest value older than the declaration's age (counted to the day asked for) is stale;
-- the points a status rests on lie within ten years, four of them at least. A legal limit is compared with the day of the signature.
-- Margin: how far the newest value is from the nearest value at which the primary rule would say something else.
create table history.indicator_statuses as
with

observed as (
    select
        editions.declaration,
        editions.indicator,
        editions.known_from,
        count(case when known.place = 1 then value end) as observations,
        count(value) as shown,
        count(case when known.place = 1 and frequency = 'A' then value end) as annual_values,
        max(case when known.place = 1 and value is not null then year(start_date) end) as newest_year,
        max(case when known.place = 1 and value is not null then end_date end) as newest_end,
        coalesce(
            bool_or(known.place = 1 and list_contains(heads.parties, known.geo) and list_contains(heads.parties, known.counterpart)), false
        )
        or coalesce(bool_or(known.place = 1 and list_sort(string_split(known.geo, '+')) = list_sort(heads.parties)), false) as bilateral
    from history.editions as editions
    join history.indicator_observations as known
        on
            editions.declaration = known.declaration
            and editions.indicator = known.indicator
            and known.known_from <= editions.known_from
            and (known.known_to is null or known.known_to > editions.known_from)
    join recorded_declarations as heads on editions.declaration = heads.declaration
    group by editions.declaration, editions.indicator, editions.known_from
),

-- A limit set by law: what it was on the day of the signature, and what it is by the newest value that begins after that day.
limits as (
    select
        editions.declaration, editions.indicator, editions.known_from,
        arg_max(known.value, known.start_date) filter (where known.start_date <= heads.signed) as limit_before,
        arg_max(known.value, known.start_date) filter (where known.start_date > heads.signed) as limit_after
    from history.editions as editions
    join indicators on editions.declaration = indicators.declaration and editions.indicator = indicators.indicator and indicators.legal_limit
    join recorded_declarations as heads on editions.declaration = heads.declaration
    join history.indicator_observations as known
        on
            editions.declaration = known.declaration
            and editions.indicator = known.indicator
            and known.place = 1 and known.value is not null
            and known.known_from <= editions.known_from
            and (known.known_to is null or known.known_to > editions.known_from)
    group by editions.declaration, editions.indicator, editions.known_from
),

counted as (
    select
        declaration, indicator, known_from,
        count(*) as points,
        max(t) as newest_point,
        -- The house rule: of the six newest comparable points those within ten years.
        sum(case when in_window then 1 else 0 end) as windowed,
        sum(case when comparable then 1 else 0 end) as comparable_points,
        sum(value order by t) as total
    from history.annual_points
    group by declaration, indicator, known_from
),

words as (
    select
        variants.declaration,
        variants.indicator,
        variants.known_from,
        variants.variant,
        ruled.*,
        rule_words.status as said,
        rule_words.class
    from variants
    join ruled on variants.series = ruled.series
    left join rule_words on ruled.rule = rule_words.rule and ruled.status = rule_words.word
),

joined as (
    select
        indicators.declaration,
        indicators.indicator,
        editions.known_from,
        editions.known_to,
        indicators.context,
        coalesce(specs.read_as, indicators.family) as family,
        indicators.direction,
        indicators.mirror_of,
        indicators.legal_limit,
        limits.limit_before,
        limits.limit_after,
        stale_from(observed.newest_end, recorded_declarations.stale_after_years) <= editions.known_from as too_old,
        coalesce(observed.bilateral, false) as bilateral,
        year(recorded_declarations.signed) as signed_year,
        coalesce(observed.observations, 0) as observations,
        coalesce(observed.shown, 0) as shown,
        coalesce(observed.annual_values, 0) as annual_values,
        coalesce(counted.points, 0) as points,
        coalesce(counted.comparable_points, 0) as comparable_points,
        counted.total,
        coalesce(counted.windowed, 0) as windowed,
        coalesce(counted.newest_point, observed.newest_year) as newest,
        specs.rule,
        specs.target,
        specs.target_year,
        specs.direction as sign,
        destatis.status as weather,
        destatis.value as yearly_change,
        destatis.base_period,
        destatis.base_value,
        destatis.latest_period,
        destatis.latest_value,
        destatis.n,
        destatis.reached,
        destatis.projection,
        destatis.miss,
        destatis.trend,
        destatis.last_step,
        destatis.previous,
        own.status as word,
        own.said,
        own.class as said_class,
        case when own.class is null then coalesce(own.reason, 'too_few_points') end as rule_reason,
        since.said as since_said,
        since.reached as since_reached,
        since.n as since_points
    from history.editions as editions
    join indicators on editions.declaration = indicators.declaration and editions.indicator = indicators.indicator
    join recorded_declarations on indicators.declaration = recorded_declarations.declaration
    left join observed
        on
            editions.declaration = observed.declaration and editions.indicator = observed.indicator and editions.known_from = observed.known_from
    left join counted
        on
            editions.declaration = counted.declaration and editions.indicator = counted.indicator and editions.known_from = counted.known_from
    left join limits
        on editions.declaration = limits.declaration and editions.indicator = limits.indicator and editions.known_from = limits.known_from
    left join history.specs as specs
        on
            editions.declaration = specs.declaration and editions.indicator = specs.indicator and editions.known_from = specs.known_from
    left join words as destatis
        on
            editions.declaration = destatis.declaration and editions.indicator = destatis.indicator
            and editions.known_from = destatis.known_from and destatis.variant = 'now' and destatis.rule = 'destatis'
    left join words as own
        on
            editions.declaration = own.declaration and editions.indicator = own.indicator
            and editions.known_from = own.known_from and own.variant = 'now' and own.rule = specs.rule
    left join words as since
        on
            editions.declaration = since.declaration and editions.indicator = since.indicator
            and editions.known_from = since.known_from and since.variant = 'since' and since.rule = specs.rule
),

reasoned as (
    select
        *,
        case
            when context then 'context_only'
            when family in ('milestone', 'declaratory') then 'not_coded'
            when observations = 0 then 'no_data'
            when legal_limit then case when limit_before <> limit_after then null else 'no_data_since_signature' end
            when too_old then 'stale'
            when comparable_points < 4 and points >= 4 then 'break_in_series'
            when points = 0 and annual_values = 0 then 'partial_period'
            when comparable_points < 4 or windowed < 4 then 'too_few_points'
            when direction = 'stable' and target is null then 'no_target_year'
            else rule_reason
        end as own_reason
    from joined
),

own as (
    select
        *,
        (limit_after - limit_before) * case direction when 'lower' then -1 else 1 end > 0 as limit_moved_right,
        case
            when own_reason is not null then null
            when legal_limit then case when limit_moved_right then 'on_track' else 'moving_away' end
            when said = 'on_track' and reached = 1 then 'achieved'
            else said
        end as own_status,
        case
            when own_reason is not null then null
            when legal_limit then case when limit_moved_right then 'good' else 'bad' end
            else said_class
        end as own_class
    from reasoned
),

-- Two official reporters of one flow: a status only where both can be assessed and agree. A left join that asks for this or
-- that compares every row with every other; hence the last day there is where there is no end.
paired as (
    select
        own.*,
        coalesce(mirror.observations, 0) as mirror_observations,
        coalesce(
            own.own_status is not null and mirror.own_status is not null and own.own_class <> mirror.own_class, false
        ) as disagree
    from own
    left join own as mirror
        on
            own.declaration = mirror.declaration
            and own.mirror_of = mirror.indicator
            and mirror.known_from <= own.known_from
            and coalesce(mirror.known_to, date '9999-12-31') > own.known_from
),

agreement as (
    select
        paired.declaration,
        paired.indicator,
        paired.known_from,
        sum(case when words.variant = 'now' and words.class is not null then 1 else 0 end) as applicable,
        sum(case when words.variant = 'now' and words.class = paired.own_class then 1 else 0 end) as agreeing,
        max(case when words.variant = 'earlier' and words.rule = paired.rule then words.said end) as base_earlier,
        max(case when words.variant = 'later' and words.rule = paired.rule then words.said end) as base_later,
        max(case when words.variant = 'earlier' and words.rule = 'destatis' then words.base_period end) as earlier_period,
        max(case when words.variant = 'later' and words.rule = 'destatis' then words.base_period end) as later_period
    from paired
    join words
        on paired.declaration = words.declaration and paired.indicator = words.indicator and paired.known_from = words.known_from
    -- A threshold without a year gives the other rules nothing to compare with.
    where paired.own_status is not null and not paired.legal_limit and (words.rule = paired.rule or paired.family in ('quantified', 'direction'))
    group by paired.declaration, paired.indicator, paired.known_from
),

-- The values of the newest point at which rule `destatis` changes its word.
candidates as (
    select declaration, indicator, known_from, latest_value, unnest(
        case
            when family = 'direction' then [base_value, previous]
            when family = 'threshold' then [target, base_value]
            else [
                target,
                base_value,
                (95e-2 * target + base_value * (target_year - latest_period) / (latest_period - base_period))
                / (95e-2 + (target_year - latest_period) * 1e0 / (latest_period - base_period)),
                (80e-2 * target + base_value * (target_year - latest_period) / (latest_period - base_period))
                / (80e-2 + (target_year - latest_period) * 1e0 / (latest_period - base_period))
            ]
        end
    ) as candidate
    from paired
    where own_status is not null and not disagree and not legal_limit and rule = 'destatis'
),

margins as (
    select declaration, indicator, known_from, arg_min(candidate, abs(candidate - latest_value)) as flips_at
    from candidates
    where candidate is not null
    group by declaration, indicator, known_from
)

select
    paired.declaration,
    paired.indicator,
    paired.known_from,
    paired.known_to,
    case when own_reason is not null or disagree then 'not_assessable' else own_status end as status,
    case when own_reason is not null then own_reason when disagree then 'sources_disagree' end as reason,
    family,
    paired.rule,
    case when disagree then null else own_class end as class,
    own_status,
    case when own_reason is null then word end as word,
    case when own_reason is null then weather end as weather,
    case
        when legal_limit then coalesce(own_status, 'not_assessable')
        when since_said is null then 'not_assessable'
        when since_said = 'on_track' and since_reached = 1 then 'achieved'
        else since_said
    end as since_signature_status,
    case
        when legal_limit then own_reason
        when since_said is not null then null
        when context then 'context_only'
        when coalesce(since_points, 0) = 0 then 'no_data_since_signature'
        else 'too_few_points'
    end as since_signature_reason,
    -- Four whole years after the signature must be there; the figures of the last of them appear in the year after it.
    case
        when not context and not legal_limit and family in ('quantified', 'threshold', 'direction') then cast(signed_year + 5 as varchar)
    end as earliest_assessable,
    legal_limit,
    limit_before,
    limit_after,
    bilateral,
    observations,
    mirror_observations,
    shown,
    comparable_points,
    total,
    n as window_points,
    newest,
    base_period,
    base_value,
    latest_period,
    latest_value,
    previous,
    yearly_change,
    last_step,
    trend,
    reached,
    projection,
    miss,
    target,
    target_year,
    case when not disagree then agreement.agreeing end as rules_agreeing,
    case when not disagree then agreement.applicable end as rules_applicable,
    case when not disagree then agreement.base_earlier end as base_earlier,
    case when not disagree then agreement.base_later end as base_later,
    agreement.earlier_period,
    agreement.later_period,
    margins.flips_at
from paired
left join agreement
    on paired.declaration = agreement.declaration and paired.indicator = agreement.indicator and paired.known_from = agreement.known_from
left join margins
    on paired.declaration = margins.declaration and paired.indicator = margins.indicator and paired.known_from = margins.known_from;
comment on column history.indicator_statuses.status is 'How the indicator reads: on_track, off_track and so on, or not_assessable.';
comment on column history.indicator_statuses.family is 'Family it is read as: an indicator of direction is quantified while it is assessed against a target.';
comment on column history.indicator_statuses.class is 'Whether the status is good, middle or bad; empty where there is none.';
comment on column history.indicator_statuses.own_status is 'The status by its own series, before the other side''s figures are held against it.';
comment on column history.indicator_statuses.word is 'Word of the rule that decides.';
comment on column history.indicator_statuses.weather is 'Word of rule `destatis`, whichever rule decides: sun, sun_cloud, cloud, storm.';
comment on column history.indicator_statuses.limit_before is 'Of a limit set by law: what it was on the day of the signature.';
comment on column history.indicator_statuses.limit_after is 'Of a limit set by law: what it is by the newest value after that day.';
comment on column history.indicator_statuses.bilateral is 'Whether the assessed series lies between the parties, or is of both together.';
comment on column history.indicator_statuses.observations is 'How many values of the assessed series were known.';
comment on column history.indicator_statuses.mirror_observations is 'How many values of the other side''s series were known.';
comment on column history.indicator_statuses.shown is 'How many values of all its series were known.';
comment on column history.indicator_statuses.comparable_points is 'How many yearly points lie after the last break.';
comment on column history.indicator_statuses.total is 'Sum of all yearly points; it moves when one is revised.';
comment on column history.indicator_statuses.window_points is 'How many points rule `destatis` read.';
comment on column history.indicator_statuses.newest is 'Year of the newest yearly point, else of the newest value.';
comment on column history.indicator_statuses.previous is 'Value of the point before the newest.';
comment on column history.indicator_statuses.last_step is 'Newest value less the one before; above zero where that is progress.';
comment on column history.indicator_statuses.trend is 'Average change per year; above zero where that is progress.';
comment on column history.indicator_statuses.reached is '1 where the newest value meets the target, else 0.';
comment on column history.indicator_statuses.projection is 'Value in the target year if the average change goes on.';
comment on column history.indicator_statuses.miss is 'Share of the way still to go that would be missing in the target year.';
comment on column history.indicator_statuses.target is 'Value assessed against; empty where there is none.';
comment on column history.indicator_statuses.target_year is 'Year for which the target was named.';
comment on column history.indicator_statuses.earlier_period is 'Year of the base when it is moved one point back.';
comment on column history.indicator_statuses.later_period is 'Year of the base when it is moved one point forward.';

-- Grain: one row per assessed indicator, edition and rule that can be applied to it: what it says.
create table history.rule_results as
select
    statuses.declaration,
    statuses.indicator,
    statuses.known_from,
    statuses.known_to,
    ruled.rule,
    ruled.status as word,
    ruled.value,
    rule_words.class,
    ruled.rule = statuses.rule as is_primary
from history.indicator_statuses as statuses
join variants
    on
        statuses.declaration = variants.declaration and statuses.indicator = variants.indicator
        and statuses.known_from = variants.known_from and variants.variant = 'now'
join ruled on variants.series = ruled.series
left join rule_words on ruled.rule = rule_words.rule and ruled.status = rule_words.word
where statuses.status <> 'not_assessable' and not statuses.legal_limit and (ruled.rule = statuses.rule or statuses.family in ('quantified', 'direction'));
comment on column history.rule_results.rule is 'Name of the rule.';
comment on column history.rule_results.word is 'Word the rule answers with.';
comment on column history.rule_results.value is 'Number the rule puts beside its word, such as a change per year.';
comment on column history.rule_results.class is 'Whether that is good, middle or bad; empty where the rule gives no answer.';
comment on column history.rule_results.is_primary is 'Whether it is the rule that decides.';
