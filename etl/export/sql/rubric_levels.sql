-- Grain: one row per pledge and level of its rubric.
select rubrics.declaration, rubrics.pledge, rubrics.level, rubrics.written, rubrics.text
from rubric_levels as rubrics
join all_pledges on rubrics.declaration = all_pledges.declaration and rubrics.pledge = all_pledges.pledge
where coalesce(rubrics.declaration = getvariable('declaration'), true)
order by rubrics.declaration, rubrics.pledge, rubrics.level
