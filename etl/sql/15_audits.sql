-- Grain: one row per finding: every check is a query that must return no rows; a build with findings is not published.
create table findings as
select 'an observation without source or link' as finding, series || ' ' || period as row_name
from observations
where source is null or url is null or url = ''
union all
select 'a value whose status says missing, or a missing value whose status does not' as finding, series || ' ' || period as row_name
from observations
where (value is null) <> (status = 'M')
union all
select 'a pledge without a status of its family, or not assessable without a reason' as finding, pledge as row_name
from pledge_statuses
where status is null or (status = 'not_assessable') <> (reason is not null)
union all
select 'an indicator not assessable without a reason, or assessed with one' as finding, indicator as row_name
from indicator_statuses
where status is null or (status = 'not_assessable') <> (reason is not null)
union all
select 'a status over a trend that is no number' as finding, indicator as row_name
from indicator_statuses
where status <> 'not_assessable' and not legal_limit and (yearly_change is null or isnan(yearly_change) or isinf(yearly_change))
union all
select 'an observation published before its time began: a plan is a target, not an observation' as finding, series || ' ' || period as row_name
from observations
where start_date > published
union all
select 'a pledge that ends nowhere' as finding, pledge as row_name
from all_pledges
where
    not_measurable is null
    and pledge not in (select pledge_indicators.pledge from pledge_indicators where pledge_indicators.declaration = all_pledges.declaration)
union all
select 'a pledge of the register without a status' as finding, pledges.pledge as row_name
from pledges
anti join pledge_statuses on pledges.declaration = pledge_statuses.declaration and pledges.pledge = pledge_statuses.pledge
union all
select 'a release interval that is no duration such as P1M' as finding, indicator as row_name
from indicators
where release_every is not null and not regexp_full_match(release_every, 'P\d+[DWMY]');
comment on column findings.finding is 'What was found to be wrong.';
comment on column findings.row_name is 'Id of the row it was found in.';
