-- Grain: one row per computed series and input.
select derived_inputs.series, operation, role, input, note
from derived_inputs
join exported_series on derived_inputs.series = exported_series.series
order by derived_inputs.series, role, input
