-- Grain: one row per comment of a party on a pledge; never scored.
select
    comments.declaration, comments.pledge, comments.party, comments.date, comments.speaker, comments.language, comments.text, comments.source, comments.url
from comments
join all_pledges on comments.declaration = all_pledges.declaration and comments.pledge = all_pledges.pledge
where coalesce(comments.declaration = getvariable('declaration'), true)
order by comments.declaration, comments.pledge, comments.date, comments.party, comments.text['en']
