-- Grain: one row per unit; units of one dimension convert by their factors.
select
    unit, dimension, factor, decimals, symbol_en, symbol_fr, symbol_ru, symbol_kk, name_en, name_fr, name_ru, name_kk
from units
order by unit
