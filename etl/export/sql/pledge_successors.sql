-- Grain: one row per pledge that was replaced, and pledge that counts in its place.
select declaration, pledge, place as "order", successor
from successions
where coalesce(declaration = getvariable('declaration'), true)
order by declaration, pledge, place
