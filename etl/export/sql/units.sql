-- Grain: one row per unit; units of one dimension convert by their factors.
select
    unit, dimension, factor, decimals, symbol, name
from units
order by unit
