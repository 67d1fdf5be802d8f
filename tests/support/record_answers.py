"""What each publisher would answer for the series of the record: its own shape, its own unit, the values the record holds or others."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import yaml
from openpyxl import Workbook

from etl.commands.fetch import Asked, asked
from etl.periods import parse_period
from etl.record.models import Record, Source
from etl.sources.publishers import connectors
from tests.support.publishers import Replay, Reply

Values = Mapping[str, float]
NUMBER = {"KAZ": 398, "RUS": 643}


def point_at(data: Path, address: str, only: str = "") -> None:
    """Have every source of a record (or only one) asked at `address` instead of at its publisher."""
    path = data / "sources.yaml"
    sources = yaml.safe_load(path.read_text(encoding="utf-8"))
    for source in sources:
        if only and source["id"] != only:
            source.pop("fetch", None)
        for number, way in enumerate(source.get("fetch", ())):
            there = way["parameters"].get("address", "")
            path_there = "/" + there.split("://", 1)[1] if there else ""
            way["parameters"]["address"] = f"{address}/{source['id']}{number or ''}{path_there}"
    path.write_text(yaml.safe_dump(sources, allow_unicode=True, sort_keys=False), encoding="utf-8")


def serve(server: Replay, record: Record, source: Source, values: Mapping[str, Values]) -> None:
    """Let the server answer every question to a source with these values: series to period to value, in the unit of our series."""
    factor = {unit.code: unit.factor for unit in record.units}
    unit = {item.series: item.unit for item in record.observations}
    by_address: dict[str, list[tuple[Asked, Values]]] = {}
    for item in asked(record, source):
        scale = factor[unit[item.series]] / factor[item.unit]
        theirs = {period: value if scale == 1 else value * scale for period, value in values.get(item.series, {}).items()}
        address = connectors()[item.query.connector].url(item.query, None)
        by_address.setdefault(address, []).append((item, theirs))
    for address, items in by_address.items():
        for path, body in SHAPES[items[0][0].query.connector](address.removeprefix(server.address), items).items():
            server.answers(path, Reply(body))


def _worldbank(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    ((item, values),) = items
    geo = item.query.parameters["countries"]
    rows = [
        {"indicator": {"id": item.query.series}, "countryiso3code": geo, "date": period, "value": value, "obs_status": ""}
        for period, value in reversed(values.items())
    ]
    head = {"page": 1, "pages": 1, "per_page": 1000, "total": len(rows)}
    return {path: json.dumps([head, rows]).encode()}


def _owid(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    cells: dict[tuple[str, str], dict[str, object]] = {}
    for item, values in items:
        geo = item.query.parameters["countries"]
        for period, value in values.items():
            cells.setdefault((geo, period), {"iso_code": geo, "year": period})[item.query.series] = value
    return {path: _csv(["iso_code", "year", *sorted({item.query.series for item, _ in items})], list(cells.values()))}


def _mapped(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    asked_for = items[0][0].query.parameters
    rows = []
    for item, values in items:
        theirs = item.query.parameters["geos"].partition("=")[0]
        rows += [{asked_for["geo"]: theirs, asked_for["period"]: period, asked_for["value"]: value} for period, value in values.items()]
    return {path: _csv([asked_for["geo"], asked_for["period"], asked_for["value"]], rows)}


def _uis(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    ((item, values),) = items
    records = [
        {
            "indicatorId": item.query.series,
            "geoUnit": item.query.parameters["countries"],
            "year": int(period),
            "value": value,
            "qualifier": None,
        }
        for period, value in values.items()
    ]
    return {path: json.dumps({"records": records}).encode()}


def _taldau(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    ((_, values),) = items
    return {path: json.dumps([{"id": "741880", **{f"y12{period}": repr(value) for period, value in values.items()}}]).encode()}


def _nbk(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    """Two pages: one of 500 rows would hold everything, but pages are what a broken network breaks."""
    rows = [
        {**dict(pair.split("=") for pair in item.query.parameters["rows"].split(";")), "report_date": f"{period}-01", "amount": value}
        for item, values in items
        for period, value in values.items()
    ]
    half = len(rows) // 2 + 1
    head = {"pageSize": half, "totalRows": len(rows)}
    pages = {path: {"page": 0, **head, "rows": rows[:half]}, path.replace("page=0", "page=1"): {"page": 1, **head, "rows": rows[half:]}}
    return {address: json.dumps(page).encode() for address, page in pages.items()}


def _wits(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    ((item, values),) = items
    codes = {
        "REPORTER": item.query.parameters["reporter"], "PARTNER": item.query.parameters["partner"], "PRODUCTCODE": "Total",
        "INDICATOR": item.query.series,
    }  # fmt: skip
    dimensions = {
        "series": [{"id": name, "values": [{"id": code}]} for name, code in codes.items()],
        "observation": [{"id": "TIME_PERIOD", "values": [{"id": period} for period in values]}],
    }
    observations = {str(place): [value] for place, value in enumerate(values.values())}
    answer = {"dataSets": [{"series": {"0:0:0:0": {"observations": observations}}}], "structure": {"dimensions": dimensions}}
    return {path: json.dumps(answer).encode()}


def _comtrade(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    """Rows as in the recorded answer, with what was asked for in them."""
    ((item, values),) = items
    asked_for = item.query.parameters
    (recorded, _) = json.loads((Path(__file__).parent / "answers/comtrade.json").read_text(encoding="utf-8"))["data"]
    rows = [
        {**recorded, "period": period, "cmdCode": item.query.series, "flowCode": asked_for["flow"], "primaryValue": value}
        for period, value in values.items()
    ]
    return {path: json.dumps({"count": len(rows), "data": rows, "error": ""}).encode()}


def _undesa(path: str, items: list[tuple[Asked, Values]]) -> dict[str, bytes]:
    book = Workbook()
    book.remove(book.active)
    for name in sorted({item.query.series for item, _ in items}):
        sheet = book.create_sheet(name)
        here = [(item.query.parameters, values) for item, values in items if item.query.series == name]
        if "origin" in here[0][0]:
            origins = sorted({parameters["origin"] for parameters, _ in here})
            sheet.append(["Year", "Code", "Type of data (a)", *["" for _ in origins]])
            sheet.append([None, None, None, *origins])
            for parameters, values in here:
                for period, value in values.items():
                    sheet.append([
                        int(period), NUMBER[parameters["countries"]], "B", *[value if one == parameters["origin"] else ".." for one in origins]
                    ])  # fmt: skip
        else:
            years = list(here[0][1])
            sheet.append(["Code", "Type of data (a)", here[0][0]["block"], *["" for _ in years[1:]]])
            sheet.append([None, None, *map(int, years)])
            for parameters, values in here:
                sheet.append([NUMBER[parameters["countries"]], "B", *values.values()])
    written = io.BytesIO()
    book.save(written)
    return {path: written.getvalue()}


def _csv(columns: list[str], rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


SHAPES = {
    "worldbank": _worldbank, "owid": _owid, "mapped": _mapped, "uis": _uis, "taldau": _taldau, "nbk": _nbk, "wits": _wits, "undesa": _undesa,
    "comtrade": _comtrade,
}  # fmt: skip


def held(record: Record) -> dict[str, dict[str, float]]:
    """The values the record holds: series to period to its newest value, in the order of time."""
    found: dict[str, dict[str, float]] = {}
    for item in sorted(record.observations, key=lambda item: (parse_period(item.period).end, item.published, item.recorded)):
        if item.value is not None:
            found.setdefault(item.series, {})[item.period] = item.value
    return found
