-- Grain: one row per country, group or water.
select geo, kind, name
from geos
order by geo
