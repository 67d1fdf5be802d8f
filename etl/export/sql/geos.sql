-- Grain: one row per country, group or water.
select geo, kind, name_en, name_fr, name_ru, name_kk
from geos
order by geo
