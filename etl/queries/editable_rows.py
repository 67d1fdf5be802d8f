"""What stands in the data of an indicator or a pledge, in the columns of a form: rows to edit."""

from etl.queries.query import Asking, Row, rows, unfolded
from etl.record.kinds import Kind
from etl.record.models import Entry

OBSERVATIONS = """
    select
        period, coalesce(cast(published_value as varchar), '') as value, published_unit as unit, replace(qualifier, '=', '') as qualifier, status, published_code as published, url,
        evidence, speaker, note
    from indicator_observations
    where declaration = $declaration and indicator = $key and place = 1 and not derived
    order by start_date desc, end_date desc
"""
EVENTS = """
    select
        events.event as id, cast(date as varchar) as date, date_precision, string_agg(event_pledges.pledge, ' ' order by event_pledges.pledge) as pledges,
        domain, nature, direction, attribution, actor, summary, url,
        coalesce(cast(date_end as varchar), '') as date_end, cause, evidence
    from events
    join event_pledges on events.declaration = event_pledges.declaration and events.event = event_pledges.event
    where
        events.declaration = $declaration
        and events.event in (select event from event_pledges where declaration = $declaration and pledge = $key)
    group by all
    order by date desc, id desc
"""
CODINGS = """
    select
        cast(date as varchar) as date, coder, coder_kind, role, score,
        coalesce(string_agg(coding_events.event, ' ' order by coding_events.event), '') as events,
        rationale
    from codings
    left join coding_events on codings.declaration = coding_events.declaration and codings.coding = coding_events.coding
    where codings.declaration = $declaration and pledge = $key
    group by all
    order by date desc, coder
"""
TARGETS = """
    select
        case when assessed then 'yes' else '' end as assessed, kind, coalesce(cast(value as varchar), '') as value, unit, replace(qualifier, '=', '') as qualifier,
        coalesce(period, '') as period, case when stated_without_year then 'yes' else '' end as stated_without_year, speaker, said_on, url,
        case when recorded_targets.lapsed then 'yes' else '' end as lapsed, coalesce(note, '') as note
    from recorded_targets
    where declaration = $declaration and indicator = $key and known_from <= as_of_day()
    order by said_on desc
"""
# The rows there are, as the columns of the form: of kinds whose table holds them otherwise.
QUESTIONS = {"observations": OBSERVATIONS, "events": EVENTS, "codings": CODINGS, "targets": TARGETS}


def editable(ask: Asking, kind: Kind, key: str) -> list[Row]:
    """The rows of one kind that stand in the data for an indicator or a pledge, the newest first."""
    found = [
        unfolded(row) for row in rows(ask.cursor, QUESTIONS.get(kind.name) or _question(kind), {"declaration": ask.declaration, "key": key})
    ]
    # A form has the English reason under the name it had before there were others.
    return [{"rationale" if name == "rationale_en" else name: cell for name, cell in row.items()} for row in found]


def _question(kind: Kind) -> str:
    """The rows of a kind that its table holds as its form has them."""
    columns = ", ".join(_column(kind, name) for name in kind.editable)
    return f"select {columns} from {kind.name} where declaration = $declaration and {kind.about} = $key order by all desc"


def _column(kind: Kind, name: str) -> str:
    """A column of a form as it is asked of the table: ids in one cell, a text by its language."""
    text, _, language = name.rpartition("_")
    if issubclass(kind.model, Entry) and text in kind.model.texts():
        return f"{text}['{language}'] as {name}"
    return f"array_to_string({name}, ' ') as {name}" if name in kind.lists else name
