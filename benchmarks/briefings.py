"""Briefings as documents, and a chart as a picture: how long each takes once warm, and how large it becomes."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from benchmarks.table import ROOT, Line, timed
from dashboard.briefing.pdf import render as pdf
from dashboard.briefing.pptx import render as pptx
from dashboard.charts import standalone_chart
from etl.i18n.translator import translator
from etl.queries import declaration_rows
from etl.queries.query import Asking
from etl.warehouse import builds
from tests.support.briefings import chart, sample

PAYLOAD = b"{}"
ONE_PAGE_MS, FULL_MS, PICTURE_MS = 2000, 5000, 500
PPTX_BYTES, PDF_BYTES = 3_000_000, 2_000_000


def measure(rounds: int) -> Iterator[Line]:
    """What is made, how long it takes and how large it becomes."""
    with tempfile.TemporaryDirectory() as folder, builds.open_build(builds.build(ROOT / "data", Path(folder))) as connection:
        for name, (work, budget, most) in documents(connection).items():
            yield Line(name, timed(work, min(rounds, 3)), budget=budget)
            if most:
                yield Line(f"{name}, size", [len(work()) / 1000], "kB", most / 1000)


def documents(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[Callable[[], bytes], float, int | None]]:
    """What is made, by name: how, in how many milliseconds at most, with how many bytes at most."""
    say = translator("ru")
    drawn = chart(Asking(connection, "ru", declaration_rows.declarations(connection)[0]), say, "trade-turnover")
    page, full = sample(connection, "ru", "one-page"), sample(connection, "ru")
    return {
        "briefing, one page, PDF": (lambda: pdf.render(page, PAYLOAD), ONE_PAGE_MS, PDF_BYTES),
        "briefing, 59 pledges, PDF": (lambda: pdf.render(full, PAYLOAD), FULL_MS, PDF_BYTES),
        "briefing, 59 pledges, PPTX": (lambda: pptx.render(full, PAYLOAD), FULL_MS, PPTX_BYTES),
        "chart as PNG": (lambda: standalone_chart.png(drawn, say, drawn.source), PICTURE_MS, None),
    }
