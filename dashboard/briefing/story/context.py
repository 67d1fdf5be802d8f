"""What every part of a story is told from: one build on one day, what was chosen, and what the parts have used so far."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from dashboard.briefing.document import Bar, Bars, Cell, Drawing, Paragraph
from dashboard.briefing.options import Choice
from dashboard.charts.model import indicator_chart
from dashboard.content import figures, markup
from dashboard.content.sections import readings
from etl.i18n.labels import CODED_FAMILIES, CODED_SENTENCES, INDICATOR_REASONS, MEASURED_SENTENCES, REASON_SENTENCES, REASONS, STATUSES
from etl.i18n.translator import Translator
from etl.queries import change_rows, declaration_rows, event_rows, indicator_rows, observation_rows
from etl.queries.query import Asking, Row

# A search that reaches a month further than the newest event found leaves a gap worth saying.
GAP = timedelta(days=31)


@dataclass(frozen=True)
class Material:
    """`register` is every pledge of the declaration, `chosen` those the briefing is about, accompanying commitments among them.

    `indicators`, `drawn` and `sources` are filled by the parts: whose newest value is said, whose chart is shown, who published.
    `listed_in` is the title of the part that lists the sources; empty where none does.
    """

    ask: Asking
    words: Translator
    build: str
    choice: Choice
    head: Row
    register: list[Row]
    chosen: list[Row]
    indicators: set[str] = field(default_factory=set)
    drawn: set[str] = field(default_factory=set)
    listed_in: str = ""
    sources: set[str] = field(default_factory=set)
    _tracked: dict[str, list[Row]] = field(default_factory=dict)
    _behind: dict[tuple[str, date], list[Row]] = field(default_factory=dict)
    _counts: Row = field(default_factory=dict)

    @property
    def pledges(self) -> list[Row]:
        """The chosen pledges that stand in the Declaration: only they are counted."""
        return [row for row in self.chosen if row["in_declaration"]]

    @property
    def since(self) -> date:
        """The day after which changes are told."""
        day: date = self.choice.since or self.head["signed"]
        return day

    @property
    def brief(self) -> bool:
        """Whether a part must fit a slide."""
        return self.choice.length != "full"

    def tracked(self, pledge: str) -> list[Row]:
        """The indicators of a pledge, its lead first; asked once for all chosen."""
        if not self._tracked:
            self._tracked.update(indicator_rows.indicators_of(self.ask, [row["pledge"] for row in self.chosen]))
        return self._tracked[pledge]

    def counts(self) -> Row:
        """How much the build holds and how much of it can be assessed; asked once."""
        if not self._counts:
            self._counts.update(declaration_rows.counts(self.ask))
        return self._counts

    def day(self, day: date | None) -> str:
        """A day in words."""
        return self.words.day(day)

    def counted_from(self) -> str:
        """The source line of what this project counts itself: it says where the sources of what is counted stand."""
        t, day = self.words.t, self.day(self.head["as_of"])
        if not self.listed_in:
            return t("Source: counted by Servanda from the sources listed on the page of each pledge; as of {day}.", day=day)
        self.behind()
        return t("Source: counted by Servanda from the sources listed under “{part}”; as of {day}.", part=self.listed_in, day=day)

    def behind(self) -> dict[tuple[str, date], list[Row]]:
        """Who stands behind each change of a chosen pledge, by pledge and day; their sources are noted."""
        if not self._behind:
            keys = {row["pledge"] for row in self.chosen}
            for row in change_rows.change_sources(self.ask):
                if row["level"] == "pledge" and row["key"] in keys:
                    self._behind.setdefault((row["key"], row["day"]), []).append(row)
                    self.sources.add(row["source"])
        return self._behind

    def published_by(self, publishers: list[str]) -> str:
        """The source line of published figures."""
        listed = ", ".join(dict.fromkeys(publishers)) or "Servanda"
        return self.words.t("Source: {source}; as of {day}.", source=listed, day=self.day(self.head["as_of"]))

    def gap(self, short: bool = False) -> str:
        """What is said where events or searches do not reach the day told of, `short` in a headline; empty where they do."""
        t = self.words.t
        if self.head["searched_day"] is not None and self.head["searched_day"] < self.head["as_of"] - GAP:
            return t(
                "Nothing was searched after {day}: what happened since is not known here.",
                day=self.words.reduced(self.head["searched_to"]),
            )
        if self.head["events_day"] is None or self.head["events_day"] + GAP >= self.head["as_of"]:
            return ""
        day = self.words.reduced(self.head["events_to"])
        if short:
            return t("Nothing that happened after {day} was found: a gap in what could be searched.", day=day)
        keys = {row["pledge"] for row in self.chosen}
        last = self.head["events_day"]
        planned = any(
            row["nature"] == "plan" and row["date"] > last and keys.intersection(row["pledges"]) for row in event_rows.events(self.ask)
        )
        return (
            t(
                "Of what happened after {day} nothing was found, only plans for later days: that is a gap in what could be searched, not a finding that nothing happened.",
                day=day,
            )
            if planned
            else t(
                "Nothing that happened after {day} was found: that is a gap in what could be searched, not a finding that nothing happened.",
                day=day,
            )
        )

    def status(self, code: str, reason: str | None, indicator: bool = False) -> Cell:
        """A status as a cell; without one, the reason."""
        reasons = INDICATOR_REASONS if indicator else REASONS
        return Cell(self.words.t(reasons[reason]) if reason else self.words.t(STATUSES[code]), status=code)

    def reported(self, row: Row) -> Cell:
        """What each party says of itself, a line each; the sources of their words are noted."""
        self.sources.update(item["source"] for item in row["reported"] if item["source"])
        return Cell("\n".join(readings.reported(self.words, self.head["parties"], row)) or "–")

    def outcome(self, row: Row) -> Cell:
        """What the data about the world did, credited to nobody; its source is noted."""
        if row["outcome"] not in (None, "unknown"):
            self.sources.update(item["source"] for item in self.tracked(row["pledge"]) if item["indicator"] == row["outcome_indicator"])
        return Cell(readings.outcome(self.words, row))

    def three_readings(self, rows: list[Row]) -> Paragraph:
        """Counts of these pledges by each reading under its name: reported, both clocks, outcome."""
        words, t = self.words, self.words.t
        clocks = (("Trajectory", "status"), ("Since signature", "since_signature_status"))
        counted = (words.pair(t(name), readings.counted(words, STATUSES, (row[clock] for row in rows))) for name, clock in clocks)
        lines = (*readings.reported_counts(words, self.head["parties"], rows), *counted, readings.outcome_counts(words, rows))
        return Paragraph(" ".join(f"{line}." for line in lines), soft=True)

    def counts_text(self, counts: dict[str, int]) -> str:
        """Counts by status in words, in the order of the statuses."""
        listed = [(code, counts[code]) for code in markup.STATUS_ORDER if counts.get(code)]
        return ", ".join(f"{self.words.t(STATUSES[code])} ({self.words.number(count)})" for code, count in listed)

    def bars(self, counted: dict[str, dict[str, int]]) -> Bars:
        """Stacked bars by their names."""
        present = [code for code in markup.STATUS_ORDER if any(counts.get(code) for counts in counted.values())]
        return Bars(
            tuple(Bar(name, tuple((code, counts[code]) for code in present if counts.get(code))) for name, counts in counted.items()),
            tuple((code, self.words.t(STATUSES[code])) for code in present),
            " ".join(self.words.pair(name, f"{self.counts_text(counts)}.") for name, counts in counted.items()),
            self.counted_from(),
        )

    def value(self, row: Row, kind: str = "latest") -> str:
        """A figure of an indicator with its unit and period; a dash where there is none."""
        if row[f"{kind}_value"] is None and not row[f"{kind}_withheld"]:
            return "–"
        text = figures.value_text(self.words, row, row[f"{kind}_value"], row[f"{kind}_qualifier"] or "=", bool(row[f"{kind}_withheld"]))
        return f"{text} ({self.words.period(row[f'{kind}_period'])})"

    def newest(self, row: Row) -> Cell:
        """The newest figure of an indicator, with the page it stands on; its source is noted."""
        if row["latest_withheld"]:
            return Cell(self.value(row), url=row["url"] or "")
        if row["latest_value"] is None:
            return Cell(self.words.t("no figure yet"))
        self.indicators.add(row["indicator"])
        self.sources.add(row["source"])
        return Cell(self.value(row), url=row["url"] or "", number=True)

    def drawing(self, key: str) -> Drawing | None:
        """The chart of an indicator; None where there is nothing to draw."""
        indicator = indicator_rows.indicator(self.ask, key)
        assert indicator is not None
        observed = observation_rows.observations(self.ask, key)
        chart = indicator_chart(
            self.words, indicator, observed, indicator_rows.targets(self.ask, key), self.head["signed"], indicator_rows.usual(self.ask, key)
        )
        if chart.empty:
            return None
        self.drawn.add(key)
        self.indicators.add(key)
        shown = [row for row in observed if row["value"] is not None]
        self.sources.update(row["source"] for row in shown)
        held = [figures.withheld_text(self.words, row) for row in observation_rows.withheld(self.ask, key)]
        return Drawing(chart, " ".join([self.published_by([row["publisher"] for row in shown]), *held]))

    def meanings(self, rows: list[Row]) -> str:
        """What the statuses of these pledges mean, a line each: what a speaker says beside them."""
        t = self.words.t
        lines = {}
        for code in markup.STATUS_ORDER:
            for row in rows:
                if row["status"] != code:
                    continue
                if row["reason"]:
                    lines[row["reason"]] = self.words.pair(t(REASONS[row["reason"]]), t(REASON_SENTENCES[row["reason"]]))
                else:
                    sentences = CODED_SENTENCES if row["family"] in CODED_FAMILIES else MEASURED_SENTENCES
                    lines[code] = self.words.pair(t(STATUSES[code]), t((MEASURED_SENTENCES | sentences)[code]))
        return "\n".join(lines.values())
