"""One place per change: a rule, a publisher, a page and a kind of submission, each added to a copy of the code in its own place alone.

What each change may touch stands in CHANGES; whatever else it would need fails the test that uses it.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.support.declarations import EXAMPLE
from tests.support.places import DATA, ROOT

pytestmark = pytest.mark.slow

FOLDER = "data/declarations/example-2024"
LINK = "https://gazette.example.org/toys"
# For each change the new files, and the files that get a line: what stands before it, and the line.
CHANGES: dict[str, dict[str, str | tuple[str, str]]] = {
    "rule": {
        "etl/rules/toy_rule.py": '''"""Rule `toy_rule`: up is well."""

from etl.messages import N_
from etl.rules.rule import Rule, Word

RULE = Rule(
    name="toy_rule",
    title=N_("Toy rule (Office of Toys)"),
    publisher="Office of Toys",
    link="https://toys.example.org/rule",
    order=9,
    inputs=("target",),
    words={"up": Word(N_("upwards it goes"), "on_track", "good"), "down": Word(N_("downwards it goes"), "off_track", "bad")},
    formula=(N_("The newest value against the oldest one."),),
)
''',
        "etl/rules/toy_rule.sql": """-- Rule `toy_rule`. Grain: one row per series.
select
    specs.series, case when max_by(points.value, points.t) >= coalesce(any_value(specs.target), min_by(points.value, points.t)) then 'up' else 'down' end as status,
    max_by(points.value, points.t) as value, cast(null as double) as score, min(points.t) as base_period,
    min_by(points.value, points.t) as base_value, max(points.t) as latest_period, max_by(points.value, points.t) as latest_value,
    cast(null as varchar) as reason, cast(null as varchar) as flag
from specs
join points on specs.series = points.series
group by specs.series
-- Group:
select grp, min(status) as status, cast(null as double) as score, cast(null as varchar) as reason from members group by grp
""",
    },
    "publisher": {
        "etl/sources/publishers/toy_office.py": '''"""Office of Toys."""

from datetime import date

from etl.sources.connector import Connector
from etl.sources.figure import Figure
from etl.sources.query import Query

PARAMETERS = {"address": "where it stands"}


def url(query: Query, since: date | None) -> str:
    """The address."""
    return f"{query.parameter('address')}/{query.series}"


def parse(body: bytes, query: Query) -> list[Figure]:
    """A figure a line: year and number."""
    return [Figure(year, float(number)) for year, number in (line.split() for line in body.decode().splitlines())]


CONNECTOR = Connector("Office of Toys", "https://toys.example.org/api", PARAMETERS, url, parse)
''',
    },
    "page": {
        "dashboard/content/page_list.py": ("PAGES = (\n", '    ListedPage("toys", N_("All toys"), toys.content, "toys/"),\n'),
        "dashboard/content/pages/toys.py": '''"""Toys: what there is to play with."""

from dashboard.content import markup
from dashboard.content.finished import Block, Blocks
from dashboard.content.page import Page


def content(page: Page) -> Blocks:
    """The whole page."""
    yield Block(markup.heading(1, "A page of toys"))
''',
        "dashboard/views/toys.py": '''"""Toys."""

from dashboard.content.pages import toys
from dashboard.ui import open_page

page = open_page.open_page()
open_page.top(page, "toys")
open_page.place_cached(page, "toys", lambda: toys.content(page))
open_page.bottom(page)
''',
    },
    "kind": {
        "etl/record/kinds.py": (
            "        Kind(\"searches\", N_(\"Searches\"), Search, always=True),\n",
            '        Kind("toys", N_("Toys"), Toy, key=("pledge", "name"), editable=("name", "date", "colours")),\n',
        ),
        "etl/record/models/toys.py": '''"""The model of a toy."""

from pydantic import Field

from etl.record.models.entries import Entry
from etl.record.models.fields import Day, Filled, Link, Slug


class Toy(Entry):
    """A toy that was promised."""

    pledge: Filled = Field(description="Pledge the toy belongs to.")
    name: Filled = Field(description="What the toy is called.")
    date: Day = Field(description="Day on which it was seen.")
    colours: tuple[str, ...] = Field((), description="Its colours, with a space between them.")
    source: Slug = Field(description="Who saw it.")
    url: Link = Field(description="Where that stands.")
''',
    },
}  # fmt: skip
# A name that a line uses has to be imported in the same file.
IMPORTS = {
    "dashboard/content/page_list.py": ("import changes, due, evidence, method, overview, pledges\n", "import changes, due, evidence, method, overview, pledges, toys\n"),
    "etl/record/kinds.py": ("from etl.record.models.sources import Observation\n", "from etl.record.models.sources import Observation\nfrom etl.record.models.toys import Toy\n"),
}  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """A copy of the code with all four changes, and a small record."""

    root: Path
    address: str

    def run(self, *command: str, code: int = 0) -> str:
        """What a command of the copy writes to stdout; with its stderr where it should fail."""
        keep = {name: text for name, text in os.environ.items() if not name.startswith("SERVANDA_")}
        done = subprocess.run([sys.executable, *command], cwd=self.root, env=keep, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + (done.stderr if code else "")

    def etl(self, *arguments: str, code: int = 0) -> str:
        """The same for a command of the ETL."""
        return self.run("-m", "etl", *arguments, code=code)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query finds in the newest build."""
        self.etl("build")
        newest = max((self.root / "warehouse").glob("*.duckdb"), key=lambda path: path.stat().st_mtime_ns)
        with duckdb.connect(str(newest), read_only=True) as connection:
            return connection.execute(query).fetchall()


class Office(BaseHTTPRequestHandler):
    """A publisher."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"2023 905\n2024 1234.5\n")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    root = tmp_path_factory.mktemp("copy")
    for package in ("etl", "dashboard"):
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    for change in CHANGES.values():
        for name, content in change.items():
            file = root / name
            if isinstance(content, str):
                assert not file.exists(), name
                file.write_text(content, encoding="utf-8")
                continue
            text = file.read_text(encoding="utf-8")
            for before, after in ((content[0], "".join(content)), IMPORTS[name]):
                assert text.count(before) == 1, (name, before)
                text = text.replace(before, after)
            file.write_text(text, encoding="utf-8")
    server = HTTPServer(("127.0.0.1", 0), Office)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    write_record(root, address)
    yield Copy(root, address)
    server.shutdown()


def write_record(root: Path, address: str) -> None:
    """The documented example alone: its indicator is judged by the toy rule, and fetched from the toy publisher."""
    shutil.copytree(EXAMPLE, root / "data")
    for name in ("units.yaml", "proper_names.csv"):
        shutil.copy(DATA / name, root / "data")
    (root / "data/derived.yaml").write_text("[]\n")
    header = (DATA / "geos.csv").read_text(encoding="utf-8").splitlines()[0]
    (root / "data/geos.csv").write_text(f"{header}\n{(EXAMPLE / 'geos.csv').read_text(encoding='utf-8')}", encoding="utf-8")
    declaration = root / FOLDER / "declaration.yaml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("rule: destatis", "rule: toy_rule"), encoding="utf-8")
    sources = yaml.safe_load((root / "data/sources.yaml").read_text(encoding="utf-8"))
    way = {"connector": "toy-office", "series": "example:(?P<code>trade):XAA:XBB", "code": "{code}", "parameters": {"address": address}}
    next(item for item in sources if item["id"] == "example-statistics")["fetch"] = [way]
    (root / "data/sources.yaml").write_text(yaml.safe_dump(sources, allow_unicode=True), encoding="utf-8")


def test_a_rule_is_two_files(copy: Copy) -> None:
    (copy.root / "specs.csv").write_text("series,direction,target\na,1,5\nb,1,9\n")
    (copy.root / "obs.csv").write_text("series,period,value\na,2020,1\na,2024,7\nb,2020,1\nb,2024,7\n")
    found = copy.etl("assess", "--rule", "toy_rule", "--series", "specs.csv", "--observations", "obs.csv")
    assert {row["series"]: row["status"] for row in csv.DictReader(found.splitlines())} == {"a": "up", "b": "down"}
    assert copy.rows("select status, rule from indicator_statuses where indicator = 'mutual-trade'") == [("on_track", "toy_rule")]
    assert "Toy rule (Office of Toys): upwards it goes" in copy.etl("explain", "D01")


def test_a_publisher_is_a_file(copy: Copy) -> None:
    copy.etl("check")
    copy.etl("fetch", "example-statistics")
    (listed,) = copy.etl("review", "list").splitlines()
    name = listed.split()[0]
    assert "1234.5" in copy.etl("review", "show", name)
    sources = copy.root / "data/sources.yaml"
    before = sources.read_text(encoding="utf-8")
    sources.write_text(before.replace("toy-office", "toy-ofice"), encoding="utf-8")
    assert 'unknown connector "toy-ofice"; did you mean "toy-office"?' in copy.etl("check", code=1)
    sources.write_text(before, encoding="utf-8")


def test_a_page_is_a_line_its_content_and_its_script(copy: Copy) -> None:
    copy.etl("build")
    copy.run("-m", "dashboard", "site", "public", "--lang", "en")
    site = copy.root / "public/en"
    assert "A page of toys" in (site / "toys/index.html").read_text(encoding="utf-8")
    assert re.search(r'<nav .*href="../toys/"[^>]*>All toys<', (site / "method/index.html").read_text(encoding="utf-8"))
    assert "en/toys/" in (copy.root / "public/sitemap.xml").read_text(encoding="utf-8")
    assert "Office of Toys" in (site / "method/index.html").read_text(encoding="utf-8"), "the rule stands on the method page"
    opened = """
import sys, streamlit as st
from streamlit.testing.v1 import AppTest
navigation = st.navigation
st.navigation = lambda pages, **options: print([page.url_path or "/" for page in pages]) or navigation(pages, **options)
shown = AppTest.from_file("dashboard/app.py", default_timeout=60).run().switch_page("views/toys.py").run()
assert not shown.exception, shown.exception
print([item.proto.body for item in shown.get("html") if "A page of toys" in item.proto.body])
"""
    assert "'toys'" in (text := copy.run("-c", opened)) and "A page of toys" in text


def test_a_kind_of_submission_is_a_line_and_a_model(copy: Copy) -> None:
    header = copy.etl("template", "toys", "--format", "csv").strip()
    assert header == "pledge,name,date,colours,source,url"
    (copy.root / "toys.csv").write_text(f"{header}\nD01,kite,2024-06-01,green,,{LINK}\nD99,kite,2024-06-01,green,,{LINK}\n")
    send = ("submit", "toys.csv", "--kind", "toys", "--author", "Aliya", "--source", LINK, "--note", "a second one")
    copy.etl(*send, code=1)
    (copy.root / "toys.csv").write_text(f"{header}\nD01,kite,2024-06-01,green,,{LINK}\n")
    assert "D01 2024-06-01" in copy.etl(*send, "--dry-run")
    name = copy.etl(*send).strip().splitlines()[-1]
    copy.etl("review", "accept", name, "--by", "Boris")
    toys = copy.root / FOLDER / "toys.csv"
    assert not toys.exists() and copy.rows("select name from toys") == [("kite",)], "a record from before has no file of the kind"
    toys.write_text(f"{header}\nD01,ball,2024-05-01,red blue,example-gazette,{LINK}\n")
    assert copy.rows("select pledge, name, colours from toys order by name") == [
        ("D01", "ball", ["red", "blue"]),
        ("D01", "kite", ["green"]),
    ]
    assert copy.rows("select name from toys where date <= date '2024-05-31'") == [("ball",)]
    copy.etl("export", "out", "--format", "datapackage")
    with (copy.root / "out/toys.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["name"], row["colours"]) for row in csv.DictReader(file)] == [("ball", "red blue"), ("kite", "green")]
    assert "What the toy is called." in (copy.root / "out/datapackage.json").read_text(encoding="utf-8")
    described = copy.etl("tables", "toys")
    assert described.startswith("toys (view): One row per toy.\n") and "  varchar    What the toy is called.\n" in described
    shown = """
from dashboard.ui import data_editor
from etl.queries.query import Asking, ask_as_of
from etl.record.kinds import KINDS
from etl.warehouse import builds
from pathlib import Path
with builds.open_build(builds.current(Path("warehouse"))) as connection:
    ask_as_of(connection, None)
    print(data_editor.there(Asking(connection, "en", "example-2024"), "toys", "D01"), KINDS["toys"].label)
"""
    assert "{'name': 'kite', 'date': '2024-06-01', 'colours': 'green'}" in copy.run("-c", shown)
    with toys.open("a") as file:
        file.write(f"D07,top,2024-05-01,,nobody,{LINK}\n")
    found = copy.etl("check", code=1)
    assert 'toy: unknown pledge "D07"' in found and 'toy: unknown source "nobody"' in found
