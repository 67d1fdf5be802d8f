-- The record as tables, filled row by row from the text files; nothing is computed here.
-- What can change with the day of knowledge is kept with that day, and read through the views of `14_as_of.sql`.

-- What is written for people stands in one column by language; where a language has no text yet, English stands in for it.
create macro in_language(texts, language) as coalesce(texts[language], texts['en']);

-- Tables whose rows hold from the day `known_from` until the day before `known_to` (empty: until now).
create schema history;

-- Grain: one row: the day whose knowledge this build shows, the first day on which anything was recorded, the newest day in the
-- record, and the day on which it was built: lapse, staleness and what is due are counted to the earlier of it and the day asked for.
create table build (as_of date, first_recorded date, record_to date, today date);
comment on column build.as_of is 'Day whose knowledge the build shows.';
comment on column build.first_recorded is 'First day on which an observation was recorded; what was known before it is reconstructed.';
comment on column build.record_to is 'Newest day in the record.';
comment on column build.today is 'Day on which it was built.';

-- The day asked for: a reader's own (`set variable as_of = ...`), never later than the build's.
create macro as_of_day() as least(coalesce(try_cast(getvariable('as_of') as date), date '9999-12-31'), (select as_of from build));

-- Grain: one row per declaration.
create table recorded_declarations (
    declaration varchar, title map(varchar, varchar),
    short_title map(varchar, varchar),
    place map(varchar, varchar),
    text_status map(varchar, varchar),
    parties varchar[], signed date, languages varchar[], points integer, searched_to varchar, events_to varchar,
    stale_after_years integer, shock_years integer[], review_state varchar
);

-- Grain: one row per declaration and primary rule, with the day from which it is the primary one.
create table declaration_rules (declaration varchar, rule varchar, valid_from date);
comment on column declaration_rules.rule is 'Name of a rule in `rule_words`.';
comment on column declaration_rules.valid_from is 'Day from which it gives measured indicators their status.';

-- Grain: one row per part of a declaration.
create table parts (declaration varchar, part varchar, place integer, title map(varchar, varchar));
comment on column parts.place is 'Place in the order of the text.';
comment on column parts.title is 'What the part is called, by language.';

-- Grain: one row per pledge; place is the order of the register. What replaces another counts from `known_from`, what was
-- replaced until the day before `known_to`; the views `pledges` (valid on a day) and `all_pledges` (begun by then) read it.
create table recorded_pledges (
    declaration varchar, pledge varchar, place integer, in_declaration boolean, part varchar, part_basis varchar, basis varchar,
    grade varchar, domain varchar, obligor varchar, strength varchar, family varchar, valid_from date, clause_group varchar,
    measures varchar,
    title map(varchar, varchar),
    summary map(varchar, varchar),
    family_reason map(varchar, varchar),
    instrument map(varchar, varchar),
    not_measurable map(varchar, varchar),
    quotation varchar, quotation_language varchar, quotation_source varchar, quotation_url varchar, unofficial_translation boolean,
    internal boolean, known_from date, known_to date
);
comment on column recorded_pledges.place is 'Place in the order of the register.';
comment on column recorded_pledges.quotation_language is 'Code of the language in which the words are quoted.';
comment on column recorded_pledges.quotation_source is 'Id of the source that quotes them.';
comment on column recorded_pledges.known_from is 'Day from which it counts: for what replaces another its `valid_from`, else before every day.';
comment on column recorded_pledges.known_to is 'Day from which others count in its place; empty where none do.';

-- Grain: one row per pledge and party that has a body in charge of it; place is the order of the parties.
create table lead_bodies (declaration varchar, pledge varchar, place integer, party varchar, body varchar);
comment on column lead_bodies.place is 'Place in the order of the parties of the declaration.';

-- Grain: one row per corridor: its places in order, and the indicator whose newest figure it carries.
create table corridors (
    declaration varchar, place integer, course varchar[], indicator varchar,
    title map(varchar, varchar)
);
comment on column corridors.place is 'Place in the order of the record.';
comment on column corridors.course is 'Codes of `geos` in the order of the route.';
comment on column corridors.indicator is 'Id of the indicator whose newest figure it carries.';
comment on column corridors.title is 'What the corridor is called, by language.';

-- Grain: one row per replaced pledge and pledge that counts in its place.
create table pledge_successors (declaration varchar, pledge varchar, place integer, successor varchar);
comment on column pledge_successors.place is 'Place in the order of the record.';

-- Grain: one row per pledge and source that reported it.
create table pledge_reports (declaration varchar, pledge varchar, place integer, source varchar, url varchar);
comment on column pledge_reports.place is 'Place in the order of the record.';
comment on column pledge_reports.source is 'Id of the source that reported it.';

-- Grain: one row per pledge and indicator that tracks it; place 1 is the lead. answers: directly, partly or no, and why.
create table pledge_indicators (
    declaration varchar, pledge varchar, place integer, indicator varchar, answers varchar,
    why map(varchar, varchar)
);
comment on column pledge_indicators.place is 'Place among the indicators of the pledge; 1 is the lead.';
comment on column pledge_indicators.indicator is 'Id of an indicator that tracks the pledge.';
comment on column pledge_indicators.answers is 'How far the indicator answers the pledge: directly, partly, no.';
comment on column pledge_indicators.why is 'Why it answers so far, by language; empty where the record does not say.';

-- Grain: one row per domain of a declaration: the newest day of which a search found anything, and how far it looked.
create table recorded_horizons (
    declaration varchar, domain varchar, day date, reach map(varchar, varchar)
);
comment on column recorded_horizons.day is 'Newest day of which a search found anything.';
comment on column recorded_horizons.reach is 'How far was looked, by language.';

-- Grain: one row per indicator. One that answers no pledge of its own is context, whatever the record says of its direction.
create table indicators (
    declaration varchar, indicator varchar, unit varchar, frequency varchar, direction varchar, family varchar, context boolean,
    baseline_period varchar, data_owner varchar, release_every varchar, release_next varchar, measures varchar, source varchar,
    mirror_of varchar, internal boolean, legal_limit boolean, people boolean, counted_tag varchar, counted_what varchar,
    title map(varchar, varchar),
    definition map(varchar, varchar),
    choice map(varchar, varchar),
    lead_reason map(varchar, varchar)
);
comment on column indicators.indicator is 'Id of the indicator within its declaration.';
comment on column indicators.counted_tag is 'Tag of the events it is counted from; empty where its series are observed.';
comment on column indicators.counted_what is 'What is counted of these events: their days, or the events themselves.';

-- Grain: one row per indicator and series; place 1 is the assessed series, the others are shown beside it. same_quantity: it
-- measures the same as the assessed one, in the same place by the same definition.
create table indicator_series (declaration varchar, indicator varchar, place integer, series varchar, same_quantity boolean);
comment on column indicator_series.indicator is 'Id of the indicator within its declaration.';
comment on column indicator_series.place is 'Place among the series of the indicator; 1 is the assessed one.';
comment on column indicator_series.same_quantity is 'Whether it measures the same as the assessed series, in the same place by the same definition.';

-- Grain: one row per indicator and number somebody named for it; place 1 is the one assessed against, from the day it was
-- named until (known_to) the next such one was.
create table recorded_targets (
    declaration varchar, indicator varchar, place integer, value double, unit varchar, qualifier varchar, period varchar,
    year integer, period_end date, stated_without_year boolean, kind varchar, speaker varchar, said_on varchar, source varchar, url varchar,
    lapsed boolean, superseded_by varchar, note varchar, assessed boolean, known_from date, known_to date, known_basis varchar
);
comment on column recorded_targets.indicator is 'Id of the indicator for which it was named.';
comment on column recorded_targets.place is 'Place among the numbers named for the indicator; 1 is the one assessed against.';
comment on column recorded_targets.year is 'Year in which its period ends; empty where it was said without one.';
comment on column recorded_targets.period_end is 'Last day of its period.';
comment on column recorded_targets.kind is 'target and plan may be assessed against; forecast and expectation are only shown.';
comment on column recorded_targets.superseded_by is 'What followed it, where the record says so.';
comment on column recorded_targets.assessed is 'Whether an indicator of direction is read against it.';
comment on column recorded_targets.known_basis is 'How the day from which it was known is known: stated, inferred or first_seen.';

-- Grain: one row per unit.
create table units (
    unit varchar, dimension varchar, factor double, decimals integer,
    symbol map(varchar, varchar),
    name map(varchar, varchar),
    amount map(varchar, varchar),
    change map(varchar, varchar)
);
comment on column units.unit is 'Code of the unit.';

-- Grain: one row per country, group or water.
create table geos (geo varchar, kind varchar, name map(varchar, varchar));
comment on column geos.geo is 'Code of a country, group or water: ISO 3166 alpha-3, or one of the record.';
comment on column geos.name is 'What it is called, by language.';

-- Grain: one row per proper name of a publisher, speaker or owner, as the record writes it in English.
create table proper_names (name map(varchar, varchar));
comment on column proper_names.name is 'The name by language; the English one is as the record writes it.';

-- Grain: one row per source; `may_be_passed_on` where its values may leave.
create table sources (
    source varchar, publisher varchar, title varchar, url varchar, licence varchar, terms_verified boolean, terms varchar, terms_url varchar,
    may_be_passed_on boolean, accessed date,
    kind varchar, tier varchar
);
comment on column sources.source is 'Id of the source.';

-- Those of these sources that do not let us pass their values on. A value may leave where none of the sources it rests on is one.
create macro withholding(listed) as list_intersect(listed, (select coalesce(list(source), []) from sources where not may_be_passed_on));

create macro may_leave(listed) as len(withholding(listed)) = 0;

-- Whether what is asked is to leave this place (see `etl/queries/query.py`): the views then leave out what may not.
create macro passing_on() as coalesce(try_cast(getvariable('passing_on') as boolean), false);

-- Grain: one row per event. attribution, actor: who did it; speaker: whose word it is. known_from, last_day: the first day on which
-- it can have been known and the last it can mean; a month is an interval, and is known and counts from its end.
create table recorded_events (
    declaration varchar, event varchar, date date, date_precision varchar, date_end date, known_from date, last_day date, domain varchar,
    nature varchar, direction varchar, attribution varchar, actor varchar, cause varchar, evidence varchar, speaker varchar, tags varchar[],
    summary map(varchar, varchar), source varchar, url varchar, internal boolean
);
comment on column recorded_events.known_from is 'First day on which it can have been known: a month is known from its end.';
comment on column recorded_events.last_day is 'Last day it can mean: of an interval its end, of a month the last one.';

-- Grain: one row per event and pledge it concerns; `signs` where it is the signing of the paper in which the pledge stands.
create table event_pledges (declaration varchar, event varchar, pledge varchar, signs boolean);
comment on column event_pledges.signs is 'Whether the event is the signing of the paper in which the pledge stands.';

-- Grain: one row per coding: what one coder made of the evidence on one day. An empty score: no evidence was found.
create table recorded_codings (
    declaration varchar, coding integer, pledge varchar, coder varchar, coder_kind varchar, role varchar, date date, score varchar,
    rationale map(varchar, varchar)
);

-- Grain: one row per coding and event it cites.
create table coding_events (declaration varchar, coding integer, event varchar);

-- Grain: one row per pledge and level of its rubric.
create table rubric_levels (
    declaration varchar, pledge varchar, written date, level varchar, text map(varchar, varchar)
);
comment on column rubric_levels.level is 'Score that is earned by what the text says: 0 to 3 of a milestone, -1, 0, 1 of a declaratory pledge.';
comment on column rubric_levels.text is 'What evidence earns it, by language.';

-- Grain: one row per logged search; can_find_nothing: it looked widely enough for "nothing was found" to mean something.
create table recorded_searches (
    declaration varchar, pledge varchar, date date, languages varchar, outlets varchar, result varchar, words varchar, can_find_nothing boolean
);
comment on column recorded_searches.can_find_nothing is 'Whether it looked widely enough for finding nothing to mean something.';

-- Grain: one row per comment of a party on a pledge; `language` is the one it spoke, the other texts are translations.
create table recorded_comments (
    declaration varchar, pledge varchar, party varchar, date date, speaker varchar, language varchar,
    text map(varchar, varchar), source varchar, url varchar
);

-- Grain: one row per correction of a mistake of our own.
create table recorded_corrections (
    declaration varchar, correction varchar, date date, concerns varchar[], noticed_by varchar,
    wrong map(varchar, varchar),
    "right" map(varchar, varchar), submission varchar
);

-- Grain: one row per accepted submission that was reverted.
create table recorded_reversals (declaration varchar, submission varchar, kind varchar, date date, why varchar);
comment on column recorded_reversals.kind is 'Kind of the submission, such as observations or events.';
comment on column recorded_reversals.date is 'Day on which it was reverted.';

-- Grain: one row per approved name.
create table names (declaration varchar, name varchar, kind varchar, abbreviation varchar, texts map(varchar, varchar));
comment on column names.name is 'Key of the name within the declaration.';
comment on column names.texts is 'The name by language.';

-- Grain: one row per series, period, source and day of publication (a vintage).
create table recorded_observations (
    series varchar, geo varchar, counterpart varchar, period varchar, frequency varchar, start_date date, end_date date,
    value double, qualifier varchar, unit varchar, status varchar, source varchar, url varchar, published date,
    published_code varchar, published_basis varchar, recorded date, note varchar, evidence varchar, speaker varchar
);
comment on column recorded_observations.published is 'Last day on which it can have been published, as its code says it.';
comment on column recorded_observations.published_code is 'When the world could know it: a day, a month or a year, as the record writes it.';

-- Grain: one row per derived series and input; role is `of` or `over`.
create table derived_inputs (
    series varchar, operation varchar, role varchar, input varchar, geo varchar, counterpart varchar, unit varchar, source varchar, note varchar
);
comment on column derived_inputs.role is 'Whether the input stands under `of` or `over`.';
