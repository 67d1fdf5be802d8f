-- Grain: one row per source.
select source, publisher, title, url, licence, terms_verified, may_be_passed_on, accessed, kind, tier, terms, terms_url
from sources
order by source
