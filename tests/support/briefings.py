"""Briefings to render in tests and benchmarks: from a build, with all that makes a page hard: long texts, long tables, gaps, markup."""

from collections import Counter

import duckdb

from dashboard.briefing.document import Bar, Bars, Block, Briefing, Bullets, Cell, Drawing, Length, Paragraph, Part, State, Table
from dashboard.charts.model import Chart, indicator_chart
from dashboard.content.markup import STATUS_ORDER
from etl.i18n.labels import DOMAINS, REASONS, STATUSES
from etl.i18n.languages import LANGUAGES
from etl.i18n.translator import Translator, translator
from etl.queries import declaration_rows, event_rows, indicator_rows, observation_rows, pledge_rows
from etl.queries.query import Asking, Row
from tests.support.parameters import mostly_full

# The languages a test is run in: quick runs have one for all, chosen because it breaks most easily there.
EACH_FRENCH, EACH_RUSSIAN, EACH_KAZAKH = (mostly_full(LANGUAGES, quick) for quick in ("fr", "ru", "kk"))
HOSTILE = '#panic("x") *bold* _it_ $x^2$ @ref <b>&amp;</b> [[link]] \\ `code` // = {{7*7}} ]]> &#x41;'
LONG_WORD = "Наукоёмкость" * 14
TWO_DOMAINS = ("energy", "migration")


def sample(connection: duckdb.DuckDBPyConnection, lang: str, length: Length = "full", state: State = "draft") -> Briefing:
    """A briefing on the shipped declaration."""
    ask = Asking(connection, lang, declaration_rows.declarations(connection)[0])
    say = translator(lang)
    head = declaration_rows.declaration(ask)
    listed = pledge_rows.pledges(ask)
    day = say.day(head["as_of"])
    reach = say.t(
        "Data to {data}, events to {events}, searched to {searched}.",
        data=say.day(head["data_to"]), events=say.reduced(head["events_to"]), searched=say.reduced(head["searched_to"]),
    )  # fmt: skip
    charts = [chart(ask, say, row["indicator"]) for row in indicator_rows.lead_indicators(ask)]
    drawn = [item for item in charts if not item.empty]
    source = say.t("Source: {source}; as of {day}.", source="Servanda", day=day)
    parts = [Part("counts", say.t("Domains"), head["title"], (bars(say, listed, source),), notes=head["text_status"])]
    if length == "one-page":
        parts += [Part("chart", drawn[0].title, drawn[0].alt, (Drawing(drawn[0], source),))]
        parts += [Part("first", say.t("Pledges"), head["short_title"], (pledge_table(say, listed[:8], source),))]
    else:
        parts += [Part(f"chart-{at}", item.title, item.alt, (Drawing(item, item.source or source),)) for at, item in enumerate(drawn)]
        parts += [Part("register", say.t("Pledges"), head["text_status"], (pledge_table(say, listed, source),), notes=HOSTILE)]
        parts += [Part("events", say.t("Evidence"), say.t("Evidence"), (event_table(say, event_rows.events(ask)[:40], source),))]
        parts += [
            Part(
                row["pledge"],
                f"{row['pledge']} · {row['title']}",
                row["summary"],
                (Bullets((row["summary"], row["indicator_titles"] or "–")), Paragraph(head["text_status"], soft=True)),
                notes=row["summary"],
            )
            for row in listed
        ]
        parts += hostile_parts(source)
    return Briefing(
        title=head["title"],
        subtitle=head["short_title"],
        lang=lang,
        declaration=head["declaration"],
        as_of=head["as_of"],
        build="fd57e98473ff80e1",
        length=length,
        state=state,
        state_text=say.t("draft") if state == "draft" else "Cleared by A. Analyst, 1 Dec 2026",
        parties=("Aland", "Bland"),
        named="Declaration · Aland, Bland",
        reach=reach,
        cautions=(head["text_status"], say.t("The texts in this language have not been reviewed by a second person.")),
        parts=tuple(parts),
    )


def hostile_parts(source: str) -> list[Part]:
    """What nobody should write and somebody will."""
    cell = Cell(HOSTILE, "achieved", "javascript:alert(1)")
    odd: tuple[Block, ...] = (
        Paragraph(HOSTILE),
        Paragraph(LONG_WORD),
        Bullets((HOSTILE, LONG_WORD, "", "=1+1", "control\x00\x0b\u202echaracters", "汉字 😀")),
        Table(("a", "b", LONG_WORD), ((cell, Cell(LONG_WORD), Cell("", number=True)), (Cell("–"), Cell("1", number=True), cell)), source),
        Table(("long",), ((Cell("Очень длинная клетка таблицы, которая не кончается. " * 80),),), source),
        Table(("nothing",), (), source),
        Bars((), (), "none", source),
        Bars(
            (Bar("=1+1", (("achieved", 0),)), Bar(HOSTILE, (("mixed", 2),))),
            (("achieved", "Achieved"), ("mixed", HOSTILE)),
            HOSTILE,
            source,
        ),
    )
    return [
        Part("hostile", HOSTILE, HOSTILE, odd, notes=HOSTILE, edited=HOSTILE, unmatched=("42", "4,2")),
        Part("empty", "Empty", "Nothing can be said here.", ()),
        Part(
            "wordy",
            "Долгое название части " * 12,
            "Длинное сообщение, которое не поместится в заголовок. " * 20,
            (Paragraph("Абзац. " * 700),),
        ),
    ]


def chart(ask: Asking, say: Translator, key: str) -> Chart:
    """The chart of an indicator, as its page shows it."""
    row = indicator_rows.indicator(ask, key)
    assert row is not None
    signed = declaration_rows.declaration(ask)["signed"]
    return indicator_chart(
        say, row, observation_rows.observations(ask, key), indicator_rows.targets(ask, key), signed, indicator_rows.usual(ask, key)
    )


def bars(say: Translator, listed: list[Row], source: str) -> Bars:
    """Pledges by domain and status."""
    grouped = pledge_rows.by_status(listed, "domain")
    found: Counter[str] = sum(grouped.values(), Counter())
    return Bars(
        tuple(Bar(say.t(DOMAINS[name]), tuple((code, counts[code]) for code in STATUS_ORDER if counts[code])) for name, counts in grouped.items()),
        tuple((code, say.t(STATUSES[code])) for code in STATUS_ORDER if found[code]),
        ", ".join(f"{say.t(STATUSES[code])} {found[code]}" for code in STATUS_ORDER if found[code]),
        source,
    )  # fmt: skip


def pledge_table(say: Translator, listed: list[Row], source: str) -> Table:
    """The register: number, domain, title, status, events."""
    t = say.t
    return Table(
        (t("No."), t("Domain"), t("Pledge"), t("Status"), t("Events")),
        tuple(
            (
                Cell(row["pledge"]),
                Cell(t(DOMAINS[row["domain"]])),
                Cell(row["title"]),
                Cell(t(REASONS[row["reason"]]) if row["reason"] else t(STATUSES[row["status"]]), row["status"]),
                Cell(say.number(row["events"]), number=True),
            )
            for row in listed
        ),
        source,
    )


def event_table(say: Translator, listed: list[Row], source: str) -> Table:
    """Events with their source."""
    return Table(
        (say.t("Date"), say.t("Event"), say.t("Source")),
        tuple((Cell(say.day(row["date"])), Cell(row["summary"]), Cell(row["publisher"], url=row["url"] or "")) for row in listed),
        source,
    )
