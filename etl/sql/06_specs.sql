-- What the rules are to judge by: their words in the words of the register, and each indicator's direction and target.

-- Grain: one row per rule and word of it: the status it stands for, and whether that is good, middle or bad (written from `rules/`).
create table rule_words (rule varchar, word varchar, status varchar, class varchar);
comment on column rule_words.rule is 'Name of the rule: its file in `etl/rules/`.';
comment on column rule_words.word is 'Word the rule answers with.';
comment on column rule_words.status is 'Status it stands for.';
comment on column rule_words.class is 'Whether that is good, middle or bad.';

-- Grain: one row per rule and thing compared: how many of the publisher's own results it reproduces (written by the tests).
create table reproduction (rule varchar, compared varchar, matched integer, total integer);
comment on column reproduction.rule is 'Name of the rule: its file in `etl/rules/`.';
comment on column reproduction.compared is 'What is compared: single series, groups and the like.';
comment on column reproduction.matched is 'How many of the published results the rule reproduces.';
comment on column reproduction.total is 'How many published results were compared.';

-- Grain: one row per measured indicator and edition: direction, target and primary rule.
-- A target is assessed against only if somebody set it (kind target or plan), it names a year, it was named by then, and has
-- neither lapsed nor been followed by another. An indicator of direction is read as a quantified one while such a target
-- marked `assessed` stands.
create table history.specs as
with

set_targets as (
    select
        declaration,
        indicator,
        value,
        year,
        assessed,
        known_from,
        least(known_to, case when lapsed then coalesce(period_end, date '1900-01-01') end) as known_to
    from recorded_targets
    where place = 1 and kind in ('target', 'plan') and value is not null
),

primary_rules as (
    select
        declaration,
        rule,
        case when valid_from = min(valid_from) over (partition by declaration) then date '1900-01-01' else valid_from end as valid_from,
        lead(valid_from) over (partition by declaration order by valid_from) as valid_to
    from declaration_rules
)

select
    editions.declaration,
    editions.indicator,
    editions.known_from,
    primary_rules.rule,
    case indicators.direction when 'lower' then -1 else 1 end as direction,
    case when indicators.family <> 'direction' or set_targets.assessed then set_targets.value end as target,
    case when indicators.family <> 'direction' or set_targets.assessed then set_targets.year end as target_year,
    case when indicators.family = 'direction' and set_targets.assessed then 'quantified' else indicators.family end as read_as,
    case read_as when 'quantified' then 'value' else read_as end as kind
from history.editions as editions
join indicators on editions.declaration = indicators.declaration and editions.indicator = indicators.indicator
join primary_rules
    on
        editions.declaration = primary_rules.declaration
        and primary_rules.valid_from <= editions.known_from
        and (primary_rules.valid_to is null or primary_rules.valid_to > editions.known_from)
left join set_targets
    on
        editions.declaration = set_targets.declaration
        and editions.indicator = set_targets.indicator
        and set_targets.known_from <= editions.known_from
        and coalesce(set_targets.known_to, date '9999-12-31') > editions.known_from
where indicators.family in ('quantified', 'threshold', 'direction') and not indicators.context;
comment on column history.specs.indicator is 'Id of the indicator within its declaration.';
comment on column history.specs.known_from is 'First day of the edition.';
comment on column history.specs.direction is '1 where higher values are progress, -1 where lower ones are.';
comment on column history.specs.target is 'Value assessed against, in the unit of the target; empty where there is none.';
comment on column history.specs.target_year is 'Year for which the target was named.';
comment on column history.specs.read_as is 'Family it is read as: an indicator of direction is quantified while a target marked `assessed` stands.';
comment on column history.specs.kind is 'What a rule compares with: value (by the target year), threshold, or direction (no number).';
